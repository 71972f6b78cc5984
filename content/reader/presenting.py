"""What the template of a page needs, put together without a query that grows with the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from content.delivery import api as delivery
from content.library.api import Neighbours, OpenEdition
from content.library.models import Edition, EditionPage, Manual
from content.reader import images, textlayer
from content.reader.marking import mark
from content.reader.textlayer import Box
from portal.network.api import Viewer

A4 = (595.0, 842.0)
"""The shape assumed of a page whose size was not read."""


@dataclass(frozen=True, slots=True)
class PresentedPage:
    """A page for display. `height` is that of an image `width` pixels wide. `words` is the text layer (see
    `textlayer.layer`), `marks` the boxes of the query's hits, `pattern` the address of
    a page that has number 0 in its place."""

    manual: Manual
    edition: Edition
    successor: Edition | None
    others: Neighbours
    number: int
    label: str
    count: int
    heading: list[str]
    query: str
    width: int
    height: int
    image: str
    srcset: str
    text: str
    words: list[list[object]]
    marks: list[Box]
    previous: str
    following: str
    first: str
    last: str
    permanent: str
    pattern: str
    neighbours: list[str]
    allow_download: bool
    allow_print: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The image of a page for an <img>: its address and those at all widths; `height` is that of `width` pixels."""

    address: str
    srcset: str
    width: int
    height: int


def picture(*, edition: Edition, page: EditionPage) -> Picture:
    """The image of a page of an edition that was opened for the viewer."""
    across, down = (page.width, page.height) if page.width > 0 and page.height > 0 else A4
    width = images.WIDTHS[0]
    return Picture(
        address=f"{image_url(edition=edition, number=page.number)}?w={width}",
        srcset=srcset(edition=edition, number=page.number),
        width=width,
        height=max(1, round(width * down / across)),
    )


def page_url(*, edition: Edition, number: int, at: datetime) -> str:
    """The address of a page: the short one while the edition is in force at `at`, else the permanent one."""
    kwargs = {"manual_id": edition.manual_id, "number": number}
    if edition.is_in_force(at=at):
        return reverse("reader:page", kwargs=kwargs)
    return permanent_url(edition=edition, number=number)


def page_urls(*, edition: Edition, at: datetime) -> Callable[[int], str]:
    """`page_url` for many pages of one edition: its form is looked up once."""
    before_number = page_url(edition=edition, number=0, at=at).removesuffix("0")
    return lambda number: f"{before_number}{number}"


def permanent_url(*, edition: Edition, number: int) -> str:
    """The address of a page of exactly this edition, for as long as it is readable."""
    kwargs = {"manual_id": edition.manual_id, "edition_id": edition.pk, "number": number}
    return reverse("reader:edition_page", kwargs=kwargs)


def image_url(*, edition: Edition, number: int) -> str:
    """The address of a page's image, without its width."""
    kwargs = {"manual_id": edition.manual_id, "edition_id": edition.pk, "number": number}
    return reverse("reader:image", kwargs=kwargs)


def srcset(*, edition: Edition, number: int) -> str:
    """The image at all its widths, for the browser to choose from."""
    address = image_url(edition=edition, number=number)
    return ", ".join(f"{address}?w={width} {width}w" for width in images.WIDTHS)


def present(*, opened: OpenEdition, row: EditionPage, query: str, viewer: Viewer) -> PresentedPage:
    """A page of an opened edition with `query` marked on it. No statement."""
    manual, edition, number = opened.manual, opened.edition, row.number
    suffix = f"?{urlencode({'q': query})}" if query else ""

    def at(other: int) -> str:
        if not 1 <= other <= edition.page_count or other == number:
            return ""
        return page_url(edition=edition, number=other, at=viewer.at) + suffix

    size = (row.width, row.height) if row.width > 0 and row.height > 0 else A4
    shown = picture(edition=edition, page=row)
    words = textlayer.words_of(row)
    ranges = mark(text=row.text, query=query) if query else []
    return PresentedPage(
        manual=manual,
        edition=edition,
        successor=opened.successor,
        others=opened.neighbours,
        number=number,
        label=row.label or str(number),
        count=edition.page_count,
        heading=list(row.heading),
        query=query,
        width=shown.width,
        height=shown.height,
        image=shown.address,
        srcset=shown.srcset,
        text=row.text,
        words=textlayer.layer(text=row.text, words=words, shape=size[0] / size[1]),
        marks=textlayer.boxes(words=words, ranges=ranges),
        previous=at(number - 1),
        following=at(number + 1),
        first=at(1),
        last=at(edition.page_count),
        permanent=permanent_url(edition=edition, number=number),
        pattern=page_url(edition=edition, number=0, at=viewer.at),
        neighbours=_neighbours(edition, number),
        allow_download=delivery.may_download(viewer=viewer, allowed=manual.allow_download),
        allow_print=may_print(viewer=viewer, manual=manual),
    )


def may_print(*, viewer: Viewer, manual: Manual) -> bool:
    """Whether a reader of a manual may print its pages: dealers if the manual allows it, OEM staff always."""
    return manual.allow_print or viewer.everything


def _neighbours(edition: Edition, number: int) -> list[str]:
    """The images to fetch ahead, the likelier first."""
    near: Iterable[int] = (other for other in (number + 1, number - 1) if 1 <= other <= edition.page_count)
    return [srcset(edition=edition, number=other) for other in near]
