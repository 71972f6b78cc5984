"""Exploded views, gear trains, sections and tightening sequences."""

from __future__ import annotations

import math

from portal.demo.manuals.drawings.canvas import SHADE, WHITE, Canvas, Point


def exploded(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """Parts in line along an axis that rises to the right; the first label is the main part."""
    count = max(3, len(labels))
    left, right = 46.0, canvas.width - 46
    low, high = canvas.height * 0.66, canvas.height * 0.40
    canvas.pen(0.5, (150, 158, 166))
    canvas.dashed(left - 28, low + 6, right + 28, high - 6)
    kinds = [_housing, _plate, _gear, _seal, _bolts, _sleeve, _cover]
    order = [kinds[0], *canvas.rng.sample(kinds[1:], k=6), *kinds[1:]]
    place = list(range(count))
    canvas.rng.shuffle(place)
    for index in range(count):
        part = (place[index] + 0.5) / count
        x, y = left + (right - left) * part, low + (high - low) * part
        size = min(46.0, (right - left) / count * 0.52, canvas.height * 0.23) * (1.12 if index == 0 else 0.86)
        canvas.pen(0.8)
        order[index % len(order)](canvas, x, y, size)
        above = place[index] % 2 == 0
        canvas.callout(
            index + 1,
            (x, y - size * 0.5 if above else y + size * 0.5),
            (x + canvas.rng.uniform(-14, 14), 18 if above else canvas.height - 18),
        )


def _housing(canvas: Canvas, x: float, y: float, size: float) -> None:
    w, h, d = size * 0.62, size, size * 0.34
    canvas.pen(0.8, fill=SHADE)
    canvas.shape([(x - w, y - h), (x - w + d, y - h - d), (x + w + d, y - h - d), (x + w, y - h)])
    canvas.shape([(x + w, y - h), (x + w + d, y - h - d), (x + w + d, y + h - d), (x + w, y + h)])
    canvas.pen(0.9)
    canvas.box(x - w, y - h, 2 * w, 2 * h)
    canvas.pen(0.7, fill=WHITE)
    canvas.ring(x, y, w * 0.52)
    canvas.ring(x, y, w * 0.3)
    for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        canvas.ring(x + dx * w * 0.8, y + dy * h * 0.84, 2.2)
    for step in range(1, 4):
        canvas.line(x - w, y - h + step * 3.5, x - w * 0.6, y - h + step * 3.5)


def _plate(canvas: Canvas, x: float, y: float, size: float) -> None:
    w = size * 0.2
    canvas.shape([(x - w, y - size), (x + w, y - size * 0.82), (x + w, y + size), (x - w, y + size * 0.82)])
    canvas.pen(0.7, fill=WHITE)
    canvas.ring(x, y, w * 0.55, ry=size * 0.36)
    for dy in (-0.66, 0.66):
        canvas.ring(x, y + dy * size, 1.6, ry=2.6)


def _gear(canvas: Canvas, x: float, y: float, size: float) -> None:
    _toothed(canvas, x, y, size * 0.84, max(14, int(size * 0.6)))
    canvas.pen(0.7, fill=WHITE)
    canvas.ring(x, y, size * 0.34)
    canvas.ring(x, y, size * 0.16)


def _seal(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.pen(0.8, fill=SHADE)
    canvas.ring(x, y, size * 0.34, ry=size * 0.78)
    canvas.pen(0.8, fill=WHITE)
    canvas.ring(x + size * 0.05, y, size * 0.23, ry=size * 0.58)


def _bolts(canvas: Canvas, x: float, y: float, size: float) -> None:
    for dy in (-0.55, 0.0, 0.55):
        top = y + dy * size
        canvas.pen(0.7, fill=WHITE)
        canvas.box(x - size * 0.34, top - 2.4, size * 0.72, 4.8)
        for step in range(int(size * 0.5 / 2.4)):
            canvas.line(x - size * 0.3 + step * 2.4, top - 2.4, x - size * 0.3 + step * 2.4 + 1.2, top + 2.4)
        canvas.pen(0.8, fill=SHADE)
        canvas.box(x + size * 0.36, top - 5.2, 6.5, 10.4)
        canvas.line(x + size * 0.36, top - 1.6, x + size * 0.36 + 6.5, top - 1.6)


def _sleeve(canvas: Canvas, x: float, y: float, size: float) -> None:
    w, h = size * 0.46, size * 0.4
    canvas.shape([(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)], "F")
    canvas.line(x - w, y - h, x + w, y - h)
    canvas.line(x - w, y + h, x + w, y + h)
    canvas.ring(x + w, y, size * 0.14, ry=h)
    canvas.pen(0.8, fill=WHITE)
    canvas.ring(x - w, y, size * 0.14, ry=h)
    canvas.ring(x - w, y, size * 0.08, ry=h * 0.66)


def _cover(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.box(x - size * 0.34, y - size * 0.92, size * 0.68, size * 1.84, radius=6)
    canvas.pen(0.5)
    for step in range(-2, 3):
        canvas.line(x - size * 0.2, y + step * size * 0.26, x + size * 0.2, y + step * size * 0.26)
    canvas.pen(0.7, fill=WHITE)
    for dy in (-0.78, 0.78):
        canvas.ring(x, y + dy * size, 2.4)


def _toothed(canvas: Canvas, x: float, y: float, radius: float, teeth: int) -> None:
    points: list[Point] = []
    for tooth in range(teeth):
        for share, out in ((0.0, 0.0), (0.22, 1.0), (0.5, 1.0), (0.72, 0.0)):
            angle = 2 * math.pi * (tooth + share) / teeth
            reach = radius + out * min(4.0, radius * 0.13)
            points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    canvas.shape(points)


def gears(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A chain or gear drive: two wheels above, one below, a wheel between, and the callouts."""
    width, height = canvas.width, canvas.height
    wheels = [
        (width * 0.34, height * 0.32, height * 0.19),
        (width * 0.62, height * 0.32, height * 0.19),
        (width * 0.48, height * 0.78, height * 0.12),
        (width * 0.36, height * 0.60, height * 0.06),
        (width * 0.61, height * 0.62, height * 0.06),
    ]
    canvas.pen(2.0, (120, 128, 138))
    (x1, y1, r1), (x2, y2, r2), (x3, y3, r3) = wheels[:3]
    canvas.line(x1, y1 - r1 - 3, x2, y2 - r2 - 3)
    canvas.line(x1 - r1, y1 + 6, x3 - r3 - 2, y3)
    canvas.line(x2 + r2, y2 + 6, x3 + r3 + 2, y3)
    for x, y, radius in wheels:
        canvas.pen(0.8)
        _toothed(canvas, x, y, radius, max(12, int(radius * 0.55)))
        canvas.pen(0.7, fill=WHITE)
        canvas.ring(x, y, radius * 0.62)
        canvas.ring(x, y, radius * 0.2)
        canvas.pen(0.4, (140, 148, 156))
        canvas.dashed(x - radius - 8, y, x + radius + 8, y)
        canvas.dashed(x, y - radius - 8, x, y + radius + 8)
    spots = [(0.12, 0.22), (0.86, 0.22), (0.74, 0.86), (0.14, 0.66), (0.86, 0.62)]
    for index in range(min(len(labels), len(wheels))):
        x, y, radius = wheels[index]
        side = -0.4 if spots[index][0] < 0.5 else 0.4
        canvas.callout(index + 1, (x + side * radius, y), (spots[index][0] * width, spots[index][1] * height))


def section(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """A shaft in its bearings, cut open, with hatching."""
    width, height, middle = canvas.width, canvas.height, canvas.height * 0.5
    canvas.pen(0.5, (150, 158, 166))
    canvas.dashed(30, middle, width - 30, middle)
    canvas.pen(1.0, fill=WHITE)
    steps = [(0.14, 0.10), (0.26, 0.16), (0.40, 0.24), (0.60, 0.16), (0.74, 0.10)]
    for (start, radius), (end, _) in zip(steps, [*steps[1:], (0.88, 0)], strict=True):
        canvas.box(start * width, middle - radius * height, (end - start) * width, 2 * radius * height)
    for start in (0.27, 0.66):
        for sign in (-1, 1):
            top = middle + sign * height * 0.165 - (height * 0.13 if sign < 0 else 0)
            canvas.pen(0.9)
            canvas.box(start * width, top, width * 0.06, height * 0.13)
            canvas.pen(0.7, fill=WHITE)
            canvas.ring((start + 0.03) * width, top + height * 0.065, height * 0.045)
    canvas.pen(0.5)
    for sign in (-1, 1):
        edge = middle + sign * height * 0.31
        for step in range(26):
            x = width * 0.22 + step * width * 0.022
            canvas.line(x, edge, x + 8, edge + sign * 14)
        canvas.pen(1.0)
        canvas.line(width * 0.2, edge, width * 0.8, edge)
        canvas.pen(0.5)
    for index in range(min(len(labels), 5)):
        x = width * (0.2 + 0.15 * index)
        above = index % 2 == 0
        canvas.callout(
            index + 1,
            (x, middle + (-1 if above else 1) * height * 0.12),
            (x + 10, 16 if above else height - 16),
        )


def sequence(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """The order in which bolts in two rows are tightened, from the inside to the outside, crosswise.

    Without labels: the ten bolts of a cylinder head, over its cylinders; a label is the number of bolts of a plate.
    """
    width, height = canvas.width, canvas.height
    columns = (int(labels[0]) + 1) // 2 if labels else 5
    canvas.pen(1.0)
    canvas.box(width * 0.12, height * 0.2, width * 0.76, height * 0.6, radius=8)
    if not labels:
        canvas.pen(0.8, fill=WHITE)
        for cylinder in range(4):
            canvas.ring(width * (0.215 + 0.19 * cylinder), height * 0.5, min(height * 0.18, width * 0.075))
    places = [0.155 + 0.69 * column / (columns - 1) for column in range(columns)]
    places.sort(key=lambda place: (round(abs(place - 0.5), 3), -place))
    number = 1
    for column in places:
        for row in (0.28, 0.72) if number % 4 == 1 else (0.72, 0.28):
            _bolt_head(canvas, width * column, height * row, number)
            number += 1
    canvas.pen(1.2)
    canvas.line(width * 0.04, height * 0.5, width * 0.1, height * 0.5)
    canvas.shape([(width * 0.04 - 6, height * 0.5), (width * 0.05, height * 0.5 - 4), (width * 0.05, height * 0.5 + 4)])


def circle(canvas: Canvas, labels: tuple[str, ...]) -> None:
    """The order in which bolts on a circle are tightened: each next one lies across; the label is their number."""
    count = int(labels[0])
    x, y, radius = canvas.width / 2, canvas.height / 2, canvas.height * 0.4
    canvas.pen(1.0)
    canvas.ring(x, y, radius)
    canvas.pen(0.8, fill=WHITE)
    canvas.ring(x, y, radius * 0.34)
    canvas.ring(x, y, radius * 0.22)
    step = next(step for step in range(count // 2, count) if math.gcd(step, count) == 1 or step == count - 1)
    for number in range(1, count + 1):
        angle = 2 * math.pi * ((number - 1) * step % count) / count - math.pi / 2
        _bolt_head(canvas, x + radius * 0.68 * math.cos(angle), y + radius * 0.68 * math.sin(angle), number)


def _bolt_head(canvas: Canvas, x: float, y: float, number: int) -> None:
    canvas.pen(0.9, fill=SHADE)
    canvas.ring(x, y, 9)
    canvas.text(x, y + 3, str(number), 8.5, bold=True)
