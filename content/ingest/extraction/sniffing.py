"""What a file is, decided once by its bytes and never by its name."""

from __future__ import annotations

from pathlib import Path

from content.ingest.extraction.failures import ExtractionFailed, FailureReason

HEADER_WINDOW = 1024
"""ISO 32000-1 annex H.3.4.1: a reader takes %PDF- anywhere within the first 1024 bytes."""
_OTHERS = (b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"GIF8", b"MZ", b"\x7fELF", b"<!DOCTYPE", b"<html", b"{\\rtf")


def require_pdf(path: Path) -> None:
    """Raise ExtractionFailed (EMPTY or NOT_A_PDF) unless the file begins as a PDF does."""
    with path.open("rb") as handle:
        head = handle.read(HEADER_WINDOW)
    if not head:
        raise ExtractionFailed(FailureReason.EMPTY)
    if b"%PDF-" not in head or head.lstrip().lower().startswith(tuple(other.lower() for other in _OTHERS)):
        raise ExtractionFailed(FailureReason.NOT_A_PDF)
