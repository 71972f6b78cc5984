"""Drawing a page, out of process: a hostile page can take its own process down and no other."""

from __future__ import annotations

from portal.core import storage

IMAGE_FORMAT = "webp"


class PageUnreadable(Exception):
    """The page cannot be drawn now: it took too long or too much memory, is damaged, or its file is out of reach."""


def render(*, file_name: str, number: int, width: int) -> bytes:
    """A page of a stored file as a WebP image of this width. Raises PageUnreadable."""
    from content.ingest.sandbox import Sandbox, SandboxError

    try:
        path = storage.local_copy(name=file_name)
        return Sandbox().render(path=path, number=number, width_px=width, format=IMAGE_FORMAT).data
    except (storage.FileMissing, storage.StorageUnavailable, SandboxError) as error:
        raise PageUnreadable(type(error).__name__) from error
