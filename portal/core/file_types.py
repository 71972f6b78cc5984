"""What uploaded files are, by how they begin and what they are called. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from portal.core.errors import Refused

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_ZIP = b"PK\x03\x04"
ATTACHMENTS: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{_OPEN_XML}.wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OPEN_XML}.presentationml.presentation", _ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    ".zip": ("application/zip", _ZIP),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
}
"""Ending -> content type, and how such a file begins. None of them can hold macros that an Office program runs."""


class AttachmentRefused(Refused):
    """The file cannot be offered beside a text."""


def attachment_type(*, head: bytes, name: str) -> str:
    """The content type of a file that is offered to be taken. Raises AttachmentRefused."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in ATTACHMENTS:
        types = ", ".join(sorted(ATTACHMENTS))
        raise AttachmentRefused(_("A file of this type cannot be offered. Use %(types)s.") % {"types": types})
    content_type, beginning = ATTACHMENTS[suffix]
    if not head.startswith(beginning):
        raise AttachmentRefused(_("The file is not what its name says. Save it again as %(type)s.") % {"type": suffix})
    return content_type


def film_type(head: bytes) -> str | None:
    """The content type of a film that every browser plays, MP4 or WebM, by its first bytes; None for anything else."""
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    return None


def is_captions(head: bytes) -> bool:
    """Whether a file begins as WebVTT does. https://www.w3.org/TR/webvtt1/#file-structure"""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
