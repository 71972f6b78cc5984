"""Line drawings by name. Each draws into a box given in points and varies with its seed."""

from __future__ import annotations

from portal.demo.manuals.drawings.canvas import Canvas
from portal.demo.manuals.drawings.mechanical import circle, exploded, gears, section, sequence
from portal.demo.manuals.drawings.schematic import circuit, connector, curve, hydraulic
from portal.demo.manuals.drawings.vehicles import loader, tractor, van
from portal.demo.manuals.paper import Paper

_DRAWINGS = {
    "exploded": exploded,
    "gears": gears,
    "section": section,
    "sequence": sequence,
    "circle": circle,
    "circuit": circuit,
    "connector": connector,
    "curve": curve,
    "hydraulic": hydraulic,
    "van": van,
    "tractor": tractor,
    "loader": loader,
}


def draw(
    paper: Paper, name: str, x: float, y: float, width: float, height: float, seed: str, labels: tuple[str, ...]
) -> None:
    """Draw `name` into the box, with a frame around it. `labels` become callouts. Raises KeyError for no such name."""
    canvas = Canvas(paper, x, y, width, height, seed)
    paper.pdf.set_draw_color(205, 210, 215)
    paper.pdf.set_line_width(0.6)
    paper.pdf.rect(x, y, width, height)
    _DRAWINGS[name](canvas, labels)
