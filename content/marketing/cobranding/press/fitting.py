"""Whether texts fit their places, read off the boxes that WeasyPrint laid out. Runs in the press."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

SLACK = 0.8
"""Of a CSS pixel: rounding is no overflow."""
STEP_LEAST, STEP_MOST = 0.75, 0.96


def tight_places(pages: list[Any], places: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The places whose text does not fit, by `data-at`, with the share of it that does (roughly)."""
    found: dict[str, float] = {}
    for page in pages:
        for at, share in _walk(page._page_box, (), places):
            found[at] = min(share, found.get(at, 1.0))
    return found


def _walk(box: Any, above: tuple[Any, ...], places: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    at = _place_of(box, above)
    if at is not None:
        share = min(_lines_share(box, places.get(at, {}).get("lines")), _room_share(box, above))
        if share < 1:
            yield at, share
        return
    for child in getattr(box, "children", ()):
        yield from _walk(child, (*above, box), places)


def _place_of(box: Any, above: tuple[Any, ...]) -> str | None:
    """The `data-at` of the outermost box of a field."""
    element = box.element
    at = element.get("data-at") if element is not None and hasattr(element, "get") else None
    return str(at) if at is not None and hasattr(box, "position_x") else None


def _lines_share(box: Any, most: int | None) -> float:
    if most is None:
        return 1.0
    count = sum(1 for _line in _lines(box))
    return most / count if count > most else 1.0


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        else:
            yield from _lines(child)


def _room_share(box: Any, above: tuple[Any, ...]) -> float:
    """How much of what stands in the box is inside it, and inside of everything of a given size that it stands in."""
    right, bottom = _extent(box)
    left, top = box.position_x, box.position_y
    share = 1.0
    for outer in (box, *reversed(above)):
        style = getattr(outer, "style", None)
        if style is None or not isinstance(getattr(outer, "height", None), int | float):
            continue
        is_page = outer is above[0] if above else False
        if is_page or _is_given(style, "height", "max_height"):
            share = min(share, _part(outer.content_box_y() + outer.height, top, bottom))
        if is_page or _is_given(style, "width", "max_width"):
            share = min(share, _part(outer.content_box_x() + outer.width, left, right))
    return share


def _is_given(style: Any, *names: str) -> bool:
    """Whether the style gives a length: `auto` has none, and no maximum is an infinite one."""
    return any(
        getattr(style[name], "unit", None) not in (None, "%") and math.isfinite(style[name].value) for name in names
    )


def _part(limit: float, start: float, end: float) -> float:
    if end <= limit + SLACK or end <= start:
        return 1.0
    return max(0.05, (limit - start) / (end - start))


def _extent(box: Any) -> tuple[float, float]:
    """The far right and bottom of what is drawn in the box."""
    right, bottom = box.position_x, box.position_y
    for child in getattr(box, "children", ()):
        name = type(child).__name__
        if name in ("TextBox", "InlineReplacedBox", "BlockReplacedBox"):
            right = max(right, child.position_x + child.width)
            bottom = max(bottom, child.position_y + child.height)
        else:
            inner = _extent(child)
            right, bottom = max(right, inner[0]), max(bottom, inner[1])
    return right, bottom


def next_scale(scale: int, *, share: float, smallest: int) -> int:
    """The next size to try, in per cent, of a text of which `share` fits at `scale`."""
    step = min(STEP_MOST, max(STEP_LEAST, share**0.5))
    return max(smallest, int(scale * step))
