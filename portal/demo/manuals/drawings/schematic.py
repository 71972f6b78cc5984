"""Circuits, connectors, characteristic curves, and hydraulic circuits with the symbols of ISO 1219-1."""

from __future__ import annotations

import math

from portal.demo.manuals.drawings.canvas import LINE, SHADE, WHITE, Canvas

WIRES = {"RD": (200, 30, 30), "BK": (30, 30, 30), "BU": (30, 80, 190), "GN": (20, 130, 60), "YE": (205, 165, 0),
         "BN": (120, 72, 30), "VT": (120, 50, 150), "GY": (120, 126, 134)}  # fmt: skip
"""Wire colours by the codes of IEC 60757."""


def circuit(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """Battery, fuse, control module and what it drives. Labels: fuse, module, connector, then the consumers."""
    width, height = canvas.width, canvas.height
    fuse, module, plug, *parts = labels
    canvas.pen(1.4, WIRES["RD"])
    canvas.line(40, 26, width - 40, 26)
    canvas.text(58, 21, "30  B+  12 V", 7.5, bold=True)
    canvas.pen(1.4, WIRES["BK"])
    canvas.line(40, height - 22, width - 40, height - 22)
    canvas.text(52, height - 10, "31  GND", 7.5, bold=True)
    canvas.pen(1.0)
    canvas.box(width * 0.28, height * 0.42, width * 0.44, height * 0.2, radius=3)
    canvas.text(width * 0.5, height * 0.53, module, 10, bold=True)
    canvas.text(width * 0.69, height * 0.48, plug, 7.5, bold=True)
    canvas.pen(1.1, WIRES["RD"], WHITE)
    canvas.shape([(width * 0.2, 26), (width * 0.2, height * 0.5), (width * 0.28, height * 0.5)], closed=False)
    canvas.pen(0.9, fill=WHITE)
    canvas.box(width * 0.2 - 7, height * 0.22, 14, 24)
    canvas.text(width * 0.2 - 14 - 2 * len(fuse), height * 0.22 + 15, fuse, 7.5)
    names = list(WIRES)
    canvas.rng.shuffle(names)
    for index, part in enumerate(parts[:5]):
        _consumer(canvas, index, len(parts[:5]), part, names[index])
    _ground(canvas, width * 0.72, height * 0.55, height - 22)


def _consumer(canvas: Canvas, index: int, count: int, name: str, wire: str) -> None:
    width, height = canvas.width, canvas.height
    x = width * (0.13 + 0.74 * (index + 0.5) / count)
    pin = width * (0.31 + 0.38 * (index + 0.5) / count)
    top = height * 0.42 if index % 2 else height * 0.62
    y = height * 0.3 if index % 2 else height * 0.71
    canvas.pen(1.1, WIRES[wire])
    middle = (top + y) / 2
    canvas.shape([(pin, top), (pin, middle), (x, middle), (x, y)], closed=False)
    canvas.text(x + 20, (middle + y) / 2 + 2, f"{wire} {(0.5, 0.75, 1.0, 1.5, 2.5)[index % 5]}", 6.5)
    canvas.text(pin + 8, top + (-3 if index % 2 else 8), f"A{index * 3 + 2}", 6)
    canvas.pen(0.9, fill=WHITE)
    down = y if not index % 2 else y - 18
    if index % 3 == 0:
        canvas.box(x - 12, down, 24, 18)
        canvas.shape([(x - 9, down + 15), (x - 3, down + 4), (x + 3, down + 15), (x + 9, down + 4)], closed=False)
    elif index % 3 == 1:
        canvas.ring(x, down + 9, 10)
        canvas.text(x, down + 12.5, "M", 9, bold=True)
    else:
        canvas.box(x - 14, down + 3, 28, 12)
        canvas.line(x - 14, down + 15, x + 14, down + 3)
    canvas.text(x, down + (27 if not index % 2 else -5), name[:34], 6.6)


def _ground(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    canvas.pen(1.1, WIRES["BN"])
    across = x + canvas.width * 0.2
    canvas.shape([(x, top), (across, top), (across, bottom)], closed=False)
    x = across
    canvas.pen(1.0)
    for step in range(3):
        canvas.line(x - 9 + step * 3, bottom + step * 3, x + 9 - step * 3, bottom + step * 3)


def connector(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """The face of a connector seen from the wire side; labels: its name and the number of pins."""
    name, pins = labels[0], int(labels[1])
    columns = math.ceil(pins / 2) if pins > 4 else pins
    cell = min(30.0, (canvas.width - 140) / columns)
    rows = math.ceil(pins / columns)
    left, top = (canvas.width - columns * cell) / 2, (canvas.height - rows * 28) / 2
    canvas.pen(1.2)
    canvas.box(left - 16, top - 12, columns * cell + 32, rows * 28 + 24, radius=7)
    canvas.pen(1.0, fill=SHADE)
    canvas.box(canvas.width / 2 - 22, top - 22, 44, 10)
    for pin in range(pins):
        x, y = left + pin % columns * cell, top + pin // columns * 28
        canvas.pen(0.8, fill=WHITE)
        canvas.box(x + 4, y + 4, cell - 8, 20, radius=2)
        canvas.text(x + cell / 2, y + 17, str(pin + 1), 8, bold=True)
    canvas.text(left - 42, canvas.height / 2 + 3, name, 11, bold=True)


def curve(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A characteristic falling from left to right, between its tolerance lines; labels: the two axes."""
    left, bottom, right, top = 64.0, canvas.height - 34, canvas.width - 40, 20.0
    canvas.pen(0.4, (208, 213, 218))
    for step in range(1, 9):
        x = left + (right - left) * step / 8
        canvas.line(x, top, x, bottom)
    for step in range(5):
        y = top + (bottom - top) * step / 5
        canvas.line(left, y, right, y)
        canvas.text(left - 14, y + 3, str((5 - step) * 20), 7)
    for step in range(9):
        canvas.text(left + (right - left) * step / 8, bottom + 11, str(step * 20 - 40), 7)
    canvas.pen(1.1)
    canvas.line(left, top - 6, left, bottom)
    canvas.line(left, bottom, right + 6, bottom)
    bend = canvas.rng.uniform(2.2, 3.6)
    for offset, pen in ((0.0, 1.6), (0.05, 0.5), (-0.05, 0.5)):
        canvas.pen(pen, canvas.paper.accent)
        points = []
        for step in range(41):
            share = step / 40
            value = min(0.98, max(0.02, 0.93 * math.exp(-bend * share) + 0.03 + offset * (1 - share)))
            points.append((left + (right - left) * share, bottom - (bottom - top) * value))
        canvas.shape(points, closed=False)
    axes = [*labels, "", ""]
    canvas.text((left + right) / 2, bottom + 24, axes[0], 7.5, bold=True)
    canvas.text(left + 8, top + 4, axes[1], 7.5, bold=True, centre=False)


def hydraulic(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """Tank, pump, relief valve, control valve and cylinder; the callouts follow this order."""
    width, height = canvas.width, canvas.height
    base, column = height - 34, width * 0.22
    canvas.pen(1.1, (190, 40, 40))
    canvas.shape([(column, base - 52), (column, height * 0.46), (width * 0.56, height * 0.46)], closed=False)
    canvas.shape([(width * 0.38, height * 0.46), (width * 0.38, base - 60)], closed=False)
    canvas.pen(1.1, (40, 90, 190))
    canvas.shape([(column, base - 28), (column, base)], closed=False)
    canvas.shape([(width * 0.62, height * 0.54), (width * 0.62, base)], closed=False)
    canvas.shape([(width * 0.38, base - 36), (width * 0.38, base)], closed=False)
    canvas.pen(1.1)
    canvas.shape([(width * 0.56, height * 0.38), (width * 0.56, height * 0.19)], closed=False)
    canvas.shape([(width * 0.66, height * 0.38), (width * 0.66, height * 0.26), (width * 0.84, height * 0.26),
                  (width * 0.84, height * 0.19)], closed=False)  # fmt: skip
    for x in (column, width * 0.38, width * 0.62):
        canvas.shape([(x - 16, base - 6), (x - 16, base + 8), (x + 16, base + 8), (x + 16, base - 6)], closed=False)
    canvas.pen(1.0, fill=WHITE)
    canvas.ring(column, base - 40, 14)
    canvas.pen(1.0, fill=LINE)
    canvas.shape([(column - 5, base - 46), (column + 5, base - 46), (column, base - 54)])
    canvas.pen(1.0, fill=WHITE)
    canvas.box(width * 0.38 - 11, base - 60, 22, 24)
    canvas.line(width * 0.38, base - 56, width * 0.38, base - 40)
    canvas.shape([(width * 0.38 + 11, base - 48), (width * 0.38 + 15, base - 53), (width * 0.38 + 19, base - 43),
                  (width * 0.38 + 23, base - 48)], closed=False)  # fmt: skip
    for step in range(3):
        canvas.box(width * 0.49 + step * width * 0.08, height * 0.38, width * 0.08, height * 0.16)
    for x1, x2 in ((0.51, 0.51), (0.55, 0.55), (0.67, 0.71), (0.71, 0.67)):
        canvas.line(width * x1, height * 0.54, width * x2, height * 0.38)
    canvas.box(width * 0.52, height * 0.08, width * 0.36, height * 0.11)
    canvas.pen(1.0, fill=SHADE)
    canvas.box(width * 0.66, height * 0.08, width * 0.02, height * 0.11)
    canvas.box(width * 0.68, height * 0.12, width * 0.26, height * 0.03)
    targets = [(column + 10, base + 4), (column, base - 40), (width * 0.38, base - 48), (width * 0.49, height * 0.46),
               (width * 0.6, height * 0.13)]  # fmt: skip
    spots = [(0.08, 0.94), (0.08, 0.7), (0.3, 0.66), (0.36, 0.3), (0.42, 0.1)]
    for index in range(min(5, len(labels))):
        canvas.callout(index + 1, targets[index], (spots[index][0] * width, spots[index][1] * height))
