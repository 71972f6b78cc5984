"""The page of a report with what was marked on it, for whoever may see the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.feedback.models import Remark
from content.feedback.regions import SCALE, Region
from content.feedback.subjects import Subject
from content.reader.api import Picture, picture


@dataclass(frozen=True, slots=True)
class Box:
    """A region as an SVG rectangle in 1/65535 of the page."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """The image of a page and the boxes upon it. `scale` is the side of the square in which the boxes are."""

    picture: Picture
    boxes: list[Box]
    scale: int = SCALE


def marked_page(subject: Subject, remarks: Iterable[Remark]) -> MarkedPage | None:
    """None for what has no pages."""
    if subject.edition is None or subject.page is None:
        return None
    regions = [Region(*remark.region) for remark in remarks if remark.region]
    boxes = [Box(one.left, one.top, one.right - one.left, one.bottom - one.top) for one in regions]
    return MarkedPage(picture=picture(edition=subject.edition, page=subject.page), boxes=boxes)
