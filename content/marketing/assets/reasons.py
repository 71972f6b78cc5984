"""Why a file cannot be used or made, as codes and as sentences for the person who handed it in."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Stored; never renamed."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    MISLABELLED = "mislabelled"
    PROGRAM = "program"
    MACROS = "macros"
    OLD_OFFICE = "old_office"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    PIXELS = "pixels"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNSAFE_DRAWING = "unsafe_drawing"
    UNSAFE_DOCUMENT = "unsafe_document"
    UNSAFE_PATHS = "unsafe_paths"
    TOO_MANY_FILES = "too_many_files"
    NO_STREAM = "no_stream"
    GONE = "gone"
    NO_OFFICE = "no_office"
    NOT_PRINTED = "not_printed"


SENTENCES = {
    Reason.EMPTY: _("The file is empty. Check that it was copied completely and upload it again."),
    Reason.TOO_LARGE: _("The file is larger than the portal takes."),
    Reason.UNKNOWN: _(
        "Files of this type are not taken. Use JPEG, PNG, WebP, GIF, TIFF, HEIC or SVG; MP4, MOV or WebM; MP3, WAV or "
        "M4A; PDF; DOCX, XLSX, PPTX or ODF; ZIP."
    ),
    Reason.MISLABELLED: _("The file is not what its name says. Save it again in the format that its name says."),
    Reason.PROGRAM: _("The file is a program or a web page, whatever its name says. It was not kept."),
    Reason.MACROS: _("The file contains macros. Save it without macros and upload that."),
    Reason.OLD_OFFICE: _(
        "This is an Office file of the old format, or one with a password. Save it as DOCX, XLSX or PPTX without a "
        "password and upload that."
    ),
    Reason.ENCRYPTED: _("The file is protected by a password. Save a copy without a password and upload that."),
    Reason.DAMAGED: _("The file is damaged or incomplete. Open it, save it again and upload the result."),
    Reason.PIXELS: _("The picture has more pixels than the portal takes. Make it smaller and upload the result."),
    Reason.TIMEOUT: _(
        "Reading took longer than is allowed. The file is probably damaged; save it again and upload the result."
    ),
    Reason.MEMORY: _("Reading needs more memory than is allowed. Make the file simpler and upload the result."),
    Reason.CRASHED: _("The file makes its reader fail. Save it again in another program and upload the result."),
    Reason.UNSAFE_DRAWING: _("This drawing cannot be made safe. Export it as plain SVG or as PNG and upload that."),
    Reason.UNSAFE_DOCUMENT: _(
        "The document declares things that no Office program writes. Open it, save it again and upload the result."
    ),
    Reason.UNSAFE_PATHS: _("The archive holds files whose paths lead out of it. Pack it anew and upload that."),
    Reason.TOO_MANY_FILES: _("The archive holds more than the portal takes. Split it."),
    Reason.NO_STREAM: _("There is no picture and no sound in this file that can be played."),
    Reason.GONE: _("The file is no longer in the store. Upload it again."),
    Reason.NO_OFFICE: _("This server cannot print Office files."),
    Reason.NOT_PRINTED: _("The file could not be printed. Open it in its program and save it again."),
}


class Unusable(Exception):
    """A file, or what should be made of it, cannot be used."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.detail = detail


def sentence(reason: str) -> str:
    """What happened and what to do next, in the active language. Unknown codes get the sentence for a crash."""
    try:
        return str(SENTENCES[Reason(reason)])
    except ValueError:
        return str(SENTENCES[Reason.CRASHED])
