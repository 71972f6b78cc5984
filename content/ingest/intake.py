"""Taking a file in: what is not a PDF, empty or too large is refused at the edge; the rest is stored by its content."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from content.ingest.extraction.api import ExtractionFailed, FailureReason, require_pdf, sentence
from content.library.api import StoredFile
from portal.core import storage
from portal.core.errors import Refused

CONTENT_TYPE = "application/pdf"
LONGEST_NAME = 255
_CHUNK = 1024 * 1024


def store_pdf(*, path: Path, original_name: str) -> StoredFile:
    """Check the local file `path` and keep it under a name made of its content; equal files are kept once.

    Raises Refused with a sentence for the person; StorageUnavailable when the store is away. Nothing is kept then.
    """
    check_pdf(path)
    size = path.stat().st_size
    digest = sha256_of(path)
    name = stored_name(digest)
    if not storage.exists(name=name) or storage.size(name=name) != size:
        storage.save(name=name, source=path, content_type=CONTENT_TYPE)
    return StoredFile(name=name, original_name=clean_name(original_name), sha256=digest, size=size)


def check_pdf(path: Path) -> None:
    """Raise Refused, with a sentence for the person, unless the file is of an allowed size and begins as a PDF does."""
    if path.stat().st_size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refused(f"{sentence(reason=FailureReason.TOO_LARGE)} " + _("The limit is %(limit)s.") % {"limit": limit})
    try:
        require_pdf(path)
    except ExtractionFailed as failure:
        raise Refused(sentence(reason=failure.reason)) from failure


def stored_name(digest: str) -> str:
    """Where the file with this SHA-256 (hex) lies in the store."""
    return f"editions/{digest[:2]}/{digest}.pdf"


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hex, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def clean_name(name: str) -> str:
    """The file's own name: no folders of either kind, no control or direction characters, at most 255 characters."""
    base = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(char for char in base if unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", shown).strip(" .")[-LONGEST_NAME:] or "manual.pdf"
