"""Office files by the judge and the printer of ingest, with the reasons of this room."""

from __future__ import annotations

from pathlib import Path

from content.ingest.api import office_format, print_office
from content.ingest.extraction.api import ExtractionFailed, FailureReason
from content.marketing.assets.reasons import Reason, Unusable

_REASONS = {
    FailureReason.MACROS: Reason.MACROS,
    FailureReason.ENCRYPTED: Reason.ENCRYPTED,
    FailureReason.UNSAFE_DOCUMENT: Reason.UNSAFE_DOCUMENT,
    FailureReason.DAMAGED: Reason.DAMAGED,
    FailureReason.TOO_LARGE: Reason.TOO_MANY_FILES,
    FailureReason.TIMEOUT: Reason.TIMEOUT,
    FailureReason.OFFICE_UNAVAILABLE: Reason.NO_OFFICE,
}


def office_facts(path: Path) -> tuple[str, str] | None:
    """Content type and extension of an Office file, None for what is none. Raises Unusable for one that is not
    taken."""
    try:
        found = office_format(path)
    except ExtractionFailed as failure:
        raise _unusable(failure) from failure
    return (found.content_type, found.extension) if found else None


def printed(*, path: Path, folder: Path) -> Path:
    """The Office file as a PDF in `folder`. Raises Unusable."""
    try:
        return print_office(path=path, folder=folder)
    except ExtractionFailed as failure:
        raise _unusable(failure) from failure


def _unusable(failure: ExtractionFailed) -> Unusable:
    return Unusable(_REASONS.get(failure.reason, Reason.NOT_PRINTED), failure.detail)
