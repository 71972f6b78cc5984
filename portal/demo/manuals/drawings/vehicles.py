"""Side views of the maker's vehicles, for covers and for where a part sits."""

from __future__ import annotations

from portal.demo.manuals.drawings.canvas import LINE, SHADE, WHITE, Canvas, Point


def _wheel(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.pen(1.0, fill=(62, 68, 76))
    canvas.ring(x, y, radius)
    canvas.pen(0.9, fill=SHADE)
    canvas.ring(x, y, radius * 0.6)
    canvas.pen(0.8, fill=WHITE)
    canvas.ring(x, y, radius * 0.2)


def _fit(canvas: Canvas, points: list[Point]) -> list[Point]:
    """Points of a 400 by 200 sheet moved into the middle of the canvas."""
    scale = min(canvas.width / 400, canvas.height / 200)
    left, top = (canvas.width - 400 * scale) / 2, (canvas.height - 200 * scale) / 2
    return [(left + x * scale, top + y * scale) for x, y in points]


_PLACES: dict[str, list[Point]] = {
    "engine": [(70, 112), (84, 108), (76, 132), (94, 116), (90, 128)],
    "cooling": [(62, 122), (72, 110), (50, 128)],
    "fuel": [(84, 110), (94, 118), (76, 128)],
    "exhaust": [(104, 124), (118, 140), (150, 150)],
    "clutch": [(112, 132), (120, 126)],
    "gearbox": [(118, 130), (140, 104), (104, 146)],
    "brakes": [(88, 148), (108, 140), (304, 140), (112, 104)],
    "steering": [(122, 96), (98, 138)],
    "suspension": [(98, 126), (86, 146), (98, 152)],
    "electrics": [(72, 120), (100, 130), (140, 98), (52, 108)],
    "climate": [(82, 124), (122, 92), (134, 88)],
    "body": [(230, 90), (114, 76), (364, 150), (362, 136), (320, 70)],
    "highvoltage": [(160, 140), (210, 146), (78, 118), (88, 106)],
    "tengine": [(84, 100), (130, 110), (74, 112)],
    "transmission": [(220, 130), (318, 136), (108, 132)],
    "hydraulics": [(210, 134), (318, 120), (296, 104), (76, 128), (240, 138)],
    "cab": [(212, 122), (214, 96), (204, 30)],
}
"""Where the components of a system sit on the 400 by 200 sheet, in their order in the knowledge files."""


def _callouts(canvas: Canvas, labels: tuple[str, ...], targets: list[Point]) -> None:
    spots = _fit(canvas, [(20, 20), (100, 14), (190, 10), (285, 10), (375, 24), (386, 110), (12, 110)])
    targets = _PLACES.get(canvas.seed, targets)
    for index, target in enumerate(_fit(canvas, targets)[: len(labels)]):
        canvas.callout(index + 1, target, spots[index])


def _wheels(canvas: Canvas, *wheels: tuple[float, float, float]) -> None:
    scale = min(canvas.width / 400, canvas.height / 200)
    for x, y, radius in wheels:
        _wheel(canvas, *_fit(canvas, [(x, y)])[0], radius * scale)


def van(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A delivery van, its front to the left."""
    canvas.pen(0.6, (150, 158, 166))
    canvas.line(*_fit(canvas, [(10, 170)])[0], *_fit(canvas, [(390, 170)])[0])
    canvas.pen(1.3)
    canvas.shape(_fit(canvas, [(40, 150), (36, 126), (44, 104), (86, 92), (128, 48), (150, 40), (344, 36), (358, 44),
                               (364, 140), (360, 152)]))  # fmt: skip
    canvas.pen(0.9, fill=WHITE)
    canvas.shape(_fit(canvas, [(98, 92), (134, 54), (172, 52), (172, 94)]))
    canvas.pen(0.7)
    for x in (176, 262):
        canvas.line(*_fit(canvas, [(x, 44)])[0], *_fit(canvas, [(x, 148)])[0])
    canvas.line(*_fit(canvas, [(184, 84)])[0], *_fit(canvas, [(356, 84)])[0])
    canvas.line(*_fit(canvas, [(44, 118)])[0], *_fit(canvas, [(362, 122)])[0])
    canvas.pen(0.9, fill=SHADE)
    canvas.shape(_fit(canvas, [(41, 112), (46, 104), (66, 99), (60, 112)]))
    canvas.shape(_fit(canvas, [(358, 96), (363, 96), (364, 120), (359, 120)]))
    canvas.pen(0.9, fill=LINE)
    for x in (160, 252):
        canvas.shape(_fit(canvas, [(x, 104), (x + 10, 104), (x + 10, 107), (x, 107)]))
    _wheels(canvas, (98, 148, 23), (304, 148, 23))
    _callouts(canvas, labels, [(62, 106), (110, 84), (200, 60), (262, 96), (340, 60), (360, 108), (98, 148)])


def tractor(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A compact tractor with a cab, its front to the left."""
    canvas.pen(0.6, (150, 158, 166))
    canvas.line(*_fit(canvas, [(10, 178)])[0], *_fit(canvas, [(390, 178)])[0])
    canvas.pen(1.3)
    canvas.shape(_fit(canvas, [(70, 140), (66, 96), (84, 86), (196, 84), (204, 140)]))
    canvas.pen(0.7)
    for step in range(6):
        canvas.line(*_fit(canvas, [(84 + step * 7, 98)])[0], *_fit(canvas, [(84 + step * 7, 126)])[0])
    canvas.pen(1.2, fill=WHITE)
    canvas.shape(_fit(canvas, [(196, 124), (204, 32), (300, 32), (312, 110), (300, 140), (204, 140)]))
    canvas.pen(1.2)
    canvas.shape(_fit(canvas, [(194, 24), (306, 24), (312, 36), (196, 36)]))
    canvas.pen(0.9)
    canvas.line(*_fit(canvas, [(252, 36)])[0], *_fit(canvas, [(252, 110)])[0])
    canvas.shape(_fit(canvas, [(230, 118), (300, 88), (336, 112), (336, 122), (300, 112), (240, 140)]))
    canvas.shape(_fit(canvas, [(166, 84), (166, 40), (172, 40), (172, 84)]))
    canvas.shape(_fit(canvas, [(320, 132), (376, 142), (376, 148), (318, 142)]))
    _wheels(canvas, (108, 150, 28), (280, 132, 46))
    _callouts(canvas, labels, [(90, 110), (168, 60), (230, 70), (290, 50), (350, 142), (300, 140), (108, 150)])


def loader(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A compact wheel loader, its bucket to the left."""
    canvas.pen(0.6, (150, 158, 166))
    canvas.line(*_fit(canvas, [(10, 178)])[0], *_fit(canvas, [(390, 178)])[0])
    canvas.pen(1.3, fill=SHADE)
    canvas.shape(_fit(canvas, [(24, 172), (20, 120), (54, 124), (66, 150), (74, 172)]))
    canvas.pen(1.2)
    canvas.shape(_fit(canvas, [(58, 138), (170, 76), (196, 78), (196, 90), (174, 92), (64, 152)]))
    canvas.shape(_fit(canvas, [(150, 140), (160, 96), (214, 96), (214, 146)]))
    canvas.shape(_fit(canvas, [(214, 146), (214, 88), (352, 84), (364, 100), (362, 148)]))
    canvas.pen(1.2, fill=WHITE)
    canvas.shape(_fit(canvas, [(186, 96), (192, 30), (264, 30), (272, 90)]))
    canvas.pen(1.2)
    canvas.shape(_fit(canvas, [(182, 22), (268, 22), (276, 34), (184, 34)]))
    canvas.pen(0.7)
    for step in range(8):
        canvas.line(*_fit(canvas, [(296 + step * 7, 98)])[0], *_fit(canvas, [(296 + step * 7, 128)])[0])
    canvas.pen(1.0, fill=WHITE)
    canvas.shape(_fit(canvas, [(96, 132), (160, 104), (164, 112), (100, 140)]))
    _wheels(canvas, (148, 146, 31), (312, 146, 31))
    _callouts(canvas, labels, [(44, 150), (120, 110), (226, 60), (250, 110), (340, 100), (312, 146), (130, 122)])
