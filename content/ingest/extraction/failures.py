"""Why a file could not be read, as codes and as sentences for the person who uploaded it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class FailureReason(StrEnum):
    """Stored on the edition; never renamed."""

    NOT_A_PDF = "not_a_pdf"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"
    PAGE_TOO_LARGE = "page_too_large"
    PAGE_DAMAGED = "page_damaged"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    OCR_UNAVAILABLE = "ocr_unavailable"
    OCR_TIMEOUT = "ocr_timeout"
    MACROS = "macros"
    UNSAFE_DOCUMENT = "unsafe_document"
    OFFICE_UNAVAILABLE = "office_unavailable"
    NOT_CONVERTED = "not_converted"


SENTENCES = {
    FailureReason.NOT_A_PDF: _(
        "This is not a PDF file, whatever its name says. Export the document as PDF and upload that."
    ),
    FailureReason.EMPTY: _("The file is empty. Check that it was copied completely and upload it again."),
    FailureReason.ENCRYPTED: _("The file is protected by a password. Save a copy without a password and upload that."),
    FailureReason.DAMAGED: _(
        "The file is damaged or incomplete. Open it in a PDF program, save it again and upload the result."
    ),
    FailureReason.NO_PAGES: _("The file has no pages."),
    FailureReason.TOO_MANY_PAGES: _("The file has more pages than the portal takes. Split it into volumes."),
    FailureReason.TOO_LARGE: _("The file is larger than the portal takes."),
    FailureReason.PAGE_TOO_LARGE: _("The page is too large to be shown. Reduce its format and upload the file again."),
    FailureReason.PAGE_DAMAGED: _(
        "The page cannot be opened. Save the file again in a PDF program and upload the result."
    ),
    FailureReason.TIMEOUT: _(
        "Reading took longer than is allowed. The file is probably damaged; save it again and upload the result."
    ),
    FailureReason.MEMORY: _("Reading needs more memory than is allowed. The file probably holds an oversized picture."),
    FailureReason.CRASHED: _(
        "The file makes the PDF reader fail. Save it again in a PDF program and upload the result."
    ),
    FailureReason.OCR_UNAVAILABLE: _(
        "These pages are scans, and text recognition is not installed on the server. "
        "Tell the administrator, then try again."
    ),
    FailureReason.OCR_TIMEOUT: _("Text recognition took longer than is allowed. Scan the page again at 300 dpi."),
    FailureReason.MACROS: _("The file holds macros. Save it in a format without macros and upload that."),
    FailureReason.UNSAFE_DOCUMENT: _(
        "The document declares things that no Office program writes. Open it, save it again and upload the result."
    ),
    FailureReason.OFFICE_UNAVAILABLE: _(
        "Office files cannot be converted on this server. Export the document as PDF and upload that."
    ),
    FailureReason.NOT_CONVERTED: _(
        "The file could not be converted. Open it in its program, export it as PDF and upload that."
    ),
}


class ExtractionFailed(Exception):
    """A file, or one page of it, cannot be read. `page` counts from 1; None is the file as a whole."""

    def __init__(self, reason: FailureReason, *, page: int | None = None, detail: str = "") -> None:
        super().__init__(f"{reason} page={page} {detail}")
        self.reason = reason
        self.page = page
        self.detail = detail


def sentence(*, reason: str, page: int | None = None) -> str:
    """What happened and what to do next, in the active language. Unknown codes get the sentence for a crash."""
    try:
        text = str(SENTENCES[FailureReason(reason)])
    except ValueError:
        text = str(SENTENCES[FailureReason.CRASHED])
    return str(_("Page %(page)s: %(sentence)s")) % {"page": page, "sentence": text} if page else text
