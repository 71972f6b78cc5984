"""What a print shop needs around a page: the boxes, crop marks, and nothing else beyond the bleed. Runs in the press.

WeasyPrint's own marks lie in the bleed and are drawn over its colours; its BleedBox is always 10 points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SLUG_MM = 7.0
"""Of paper around the bleed, for the marks."""
_MARK_GAP_MM = 1.0
_POINTS = 72 / 25.4


def marking(bleed_mm: float) -> Callable[[Any, Any], None]:
    """A finisher for WeasyPrint of pages that were laid out with a bleed of `bleed_mm` and the slug."""
    import pydyf

    bleed = bleed_mm * _POINTS

    def finish(document: Any, pdf: Any) -> None:
        opening = pydyf.Stream([b"q"])
        pdf.add_object(opening)
        for page in [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]:
            _left, _bottom, width, height = page["TrimBox"]
            page["BleedBox"] = pydyf.Array([-bleed, -bleed, width + bleed, height + bleed])
            closing = pydyf.Stream([b"Q", _around(width, height, bleed, page["MediaBox"]).encode()])
            pdf.add_object(closing)
            page["Contents"] = pydyf.Array([opening.reference, page["Contents"], closing.reference])

    return finish


def _around(width: float, height: float, bleed: float, media: list[float]) -> str:
    """White over what was painted beyond the bleed, and a mark at each end of each edge."""
    left, bottom, right, top = media
    frame = (
        f"1 1 1 rg {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re "
        f"{-bleed:.3f} {-bleed:.3f} {width + 2 * bleed:.3f} {height + 2 * bleed:.3f} re f*"
    )
    gap = bleed + _MARK_GAP_MM * _POINTS
    lines = [(left, y, -gap, y) for y in (0, height)] + [(width + gap, y, right, y) for y in (0, height)]
    lines += [(x, bottom, x, -gap) for x in (0, width)] + [(x, height + gap, x, top) for x in (0, width)]
    strokes = " ".join(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l" for x1, y1, x2, y2 in lines)
    return f"q {frame} 0 0 0 RG 0.25 w {strokes} S Q"
