"""Points in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from training.bank.shapes import Ellipse, Polygon, Rectangle, Region

_EDGE = 1e-9


def region_at(x: float, y: float, regions: Sequence[Region]) -> Region | None:
    """The region in which (x, y), shares of the picture's width and height, lies: the best where several overlap."""
    inside = [region for region in regions if contains(region.outline, x, y)]
    return max(inside, key=lambda region: region.fraction, default=None)


def contains(outline: Rectangle | Ellipse | Polygon, x: float, y: float) -> bool:
    """Whether the point is inside; the edge of a rectangle and of an ellipse is. A polygon by the even-odd rule."""
    match outline:
        case Rectangle():
            return (
                outline.left - _EDGE <= x <= outline.left + outline.width + _EDGE
                and outline.top - _EDGE <= y <= outline.top + outline.height + _EDGE
            )
        case Ellipse():
            if not (outline.rx and outline.ry):
                return False
            return ((x - outline.x) / outline.rx) ** 2 + ((y - outline.y) / outline.ry) ** 2 <= 1 + _EDGE
        case Polygon():
            return _in_polygon(outline.points, x, y)


def _in_polygon(points: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
