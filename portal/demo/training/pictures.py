"""Pictures of questions and lessons: drawn like those of the manuals, with numbers for words, so that they serve both
languages. A picture knows its places, as shares of its width and height."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pypdfium2 as pdfium

from portal.demo.manuals.drawings.canvas import FILL, LINE, SHADE, WHITE, Canvas
from portal.demo.manuals.drawings.schematic import hydraulic
from portal.demo.manuals.drawings.vehicles import van
from portal.demo.manuals.paper import Paper

WIDTH, HEIGHT = 480.0, 270.0
_SCALE = 2
_ORANGE, _ACCENT = (226, 104, 16), (18, 58, 104)

Box = tuple[float, float, float, float]
"""Left, top, width and height in points."""

HIGH_VOLTAGE: dict[str, Box] = {
    "battery": (150, 85, 170, 100),
    "disconnect": (220, 120, 34, 30),
    "inverter": (70, 95, 46, 36),
    "motor": (70, 145, 46, 36),
    "charger": (350, 150, 54, 34),
    "inlet": (424, 196, 24, 24),
    "low": (88, 52, 40, 26),
}
"""The places of the electric van, seen from above, its front to the left."""


def _pins() -> dict[str, Box]:
    return {
        f"pin{number}": (60 + ((number - 1) % 8) * 46, 80 if number <= 8 else 150, 30, 34) for number in range(1, 17)
    }


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a picture is drawn, what can be pointed at, and its description in English and Chinese."""

    draw: Callable[[Canvas], None]
    alt: tuple[str, str]
    places: dict[str, Box]


def _high_voltage(canvas: Canvas) -> None:
    canvas.pen(1.6, fill=WHITE)
    canvas.box(40, 36, 410, 198, radius=26)
    canvas.pen(1.2, fill=SHADE)
    for left in (84, 352):
        canvas.box(left, 22, 56, 16, radius=5)
        canvas.box(left, 232, 56, 16, radius=5)
    canvas.pen(3.0, _ORANGE)
    for x1, y1, x2, y2 in ((116, 113, 150, 113), (320, 167, 350, 167), (404, 167, 436, 167), (436, 167, 436, 196)):
        canvas.line(x1, y1, x2, y2)
    for pole in (80, 93, 106):
        canvas.line(pole, 131, pole, 145)
    for name, (x, y, width, height) in HIGH_VOLTAGE.items():
        canvas.pen(1.2, _ACCENT if name == "battery" else LINE, FILL if name == "battery" else WHITE)
        canvas.box(x, y, width, height, radius=4)
    canvas.pen(0.6, _ACCENT)
    for cell in range(178, 320, 28):
        canvas.line(cell, 85, cell, 118)
        canvas.line(cell, 152, cell, 185)
    canvas.pen(2.0, _ORANGE, (250, 196, 150))
    canvas.box(220, 120, 34, 30, radius=4)
    canvas.line(228, 135, 246, 135)
    canvas.pen(1.0, fill=WHITE)
    canvas.ring(93, 163, 13)
    canvas.text(93, 167, "M", 11, bold=True)
    canvas.text(93, 117, "= / ~", 9, bold=True)
    canvas.text(377, 171, "~ / =", 9, bold=True)
    canvas.text(108, 69, "12 V", 8.5, bold=True)
    canvas.text(290, 174, "400 V", 10, bold=True)
    canvas.ring(436, 208, 7)


def _socket(canvas: Canvas) -> None:
    canvas.pen(1.6, fill=WHITE)
    canvas.shape([(30, 60), (450, 60), (424, 206), (56, 206)])
    for name, (x, y, width, height) in _pins().items():
        canvas.pen(1.1, fill=FILL)
        canvas.box(x, y, width, height, radius=3)
        canvas.pen(0.8, fill=LINE)
        canvas.box(x + 11, y + 9, 8, 16)
        if name in ("pin1", "pin8", "pin9", "pin16"):
            canvas.text(x + 15, y - 6 if y < 100 else y + 48, name.removeprefix("pin"), 9, bold=True)


def _van(canvas: Canvas) -> None:
    van(canvas, ())


def _hydraulic(canvas: Canvas) -> None:
    hydraulic(canvas, ("1", "2", "3", "4", "5"))


DRAWINGS = {
    "high_voltage": Drawing(
        _high_voltage,
        (
            "The electric van from above, its front to the left: battery in the middle, orange cables to the boxes.",
            "电动厢式车俯视图（车头朝左）：中间为动力电池，橙色电缆连接各部件。",
        ),
        HIGH_VOLTAGE,
    ),
    "socket": Drawing(
        _socket,
        ("The face of a diagnostic socket with two rows of eight pins.", "诊断座正面，两排各八个针脚。"),
        _pins(),
    ),
    "hydraulic": Drawing(
        _hydraulic, ("A hydraulic circuit, its parts numbered 1 to 5.", "液压回路图，部件编号 1 至 5。"), {}
    ),
    "van": Drawing(_van, ("A delivery van from the side.", "厢式车侧视图。"), {}),
}


@cache
def picture(name: str) -> bytes:
    """The picture as PNG. Raises KeyError for no such picture."""
    paper = Paper(accent=_ACCENT)
    paper.pdf.add_page(format=(WIDTH, HEIGHT))
    DRAWINGS[name].draw(Canvas(paper, 0, 0, WIDTH, HEIGHT, f"training:{name}"))
    page = pdfium.PdfDocument(bytes(paper.pdf.output()))[0]
    buffer = BytesIO()
    page.render(scale=_SCALE).to_pil().convert("P", palette=1, colors=64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
