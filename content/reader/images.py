"""Images of pages: made on demand, once, out of process, and kept.

The caller has opened the edition (`content.library.api.open_edition`): nothing here decides who may see a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.core.cache import cache

from content.library.models import Edition
from content.reader import kept
from content.reader.rendering import Lasting, PageUnreadable, render
from content.reader.turns import turn

log = structlog.get_logger(__name__)
NOT_RENDERED = "reader.page_not_rendered"

WIDTHS = (900, 1350, 1800, 2700)
"""Of a page in the reader, in pixels: an ordinary screen, a sharp one, zoomed in, zoomed in on a sharp one."""
THUMBNAIL_WIDTH = 160
COVER_WIDTH = 480
PRINT_WIDTH = 1800
"""About 220 dots per inch on A4."""
SECONDS_UNTIL_NEXT_TRY = 600
"""A page that took all its time or memory is not tried again at once: each try costs that much anew."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A WebP image. `after` is to be called when the answer is on its way."""

    data: bytes
    after: Callable[[], None] | None = None


def etag(*, edition: Edition, number: int, width: int) -> str:
    """The strong entity tag of a page's image: the file's own SHA-256 makes it true for good."""
    return f'"{edition.sha256[:32]}-{number}-{width}"'


def page_image(*, edition: Edition, number: int, width: int) -> PageImage:
    """The image of a page, `width` pixels wide. Raises PageUnreadable when the page cannot be drawn."""
    name = kept.image_name(sha256=edition.sha256, number=number, width=width)
    data = kept.read_near(name=name)
    if data is not None:
        return PageImage(data)
    with turn(name):
        data = kept.read(name=name)
        if data is not None:
            return PageImage(data)
        data = _make(edition, number, width)
        kept.keep_near(name=name, data=data)
    return PageImage(data, after=lambda: kept.keep_far(name=name, data=data))


def _make(edition: Edition, number: int, width: int) -> bytes:
    failed = f"reader:unreadable:{edition.sha256}:{number}"
    if cache.get_many([failed, f"{failed}:{width}"]):
        raise PageUnreadable
    try:
        return render(file_name=edition.file_name, number=number, width=width)
    except PageUnreadable as error:
        if error.lasting is not Lasting.NOT:
            key = failed if error.lasting is Lasting.FOR_THE_PAGE else f"{failed}:{width}"
            cache.set(key, True, SECONDS_UNTIL_NEXT_TRY)
        log.warning(NOT_RENDERED, edition=edition.pk, page=number, width=width, error=str(error))
        raise
