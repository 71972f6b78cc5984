"""Drawing a page, out of process: a hostile page can take its own process down and no other."""

from __future__ import annotations

from enum import Enum

from content.ingest.extraction.api import ExtractionFailed, FailureReason
from content.ingest.sandbox import Sandbox
from portal.core import storage

IMAGE_FORMAT = "webp"


class Lasting(Enum):
    """What a failure says about the next try."""

    NOT = "the store did not answer"
    AT_THIS_WIDTH = "too many pixels"
    FOR_THE_PAGE = "the page is at fault"


class PageUnreadable(Exception):
    """The page cannot be drawn now: it took too long or too much memory, is damaged, or its file is out of reach."""

    def __init__(self, reason: str = "", lasting: Lasting = Lasting.FOR_THE_PAGE) -> None:
        super().__init__(reason)
        self.lasting = lasting


def render(*, file_name: str, number: int, width: int) -> bytes:
    """A page of a stored file as a WebP image of this width. Raises PageUnreadable."""
    try:
        path = storage.local_copy(name=file_name)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        raise PageUnreadable(type(error).__name__, Lasting.NOT) from error
    try:
        return Sandbox().render(path=path, number=number, width_px=width, format=IMAGE_FORMAT).data
    except ExtractionFailed as error:
        wide = error.reason == FailureReason.PAGE_TOO_LARGE
        raise PageUnreadable(error.reason, Lasting.AT_THIS_WIDTH if wide else Lasting.FOR_THE_PAGE) from error
