"""A box on paper to draw in, with its own origin at the upper left. All lengths are points."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from portal.demo.manuals.paper import Paper

LINE, FILL, SHADE, WHITE = (38, 44, 52), (236, 240, 244), (206, 214, 222), (255, 255, 255)
Point = tuple[float, float]
Colour = tuple[int, int, int]


class Canvas:
    """What drawings draw on; `rng` is seeded by the figure's `seed`, so a figure is the same on every run."""

    def __init__(self, paper: Paper, x: float, y: float, width: float, height: float, seed: str) -> None:
        self.paper, self.pdf = paper, paper.pdf
        self.x, self.y, self.width, self.height = x, y, width, height
        self.seed = seed
        self.rng = random.Random(f"drawing:{seed}")

    def pen(self, width: float = 0.8, colour: Colour = LINE, fill: Colour = FILL) -> None:
        """Line width, line colour and fill colour of what follows."""
        self.pdf.set_line_width(width)
        self.pdf.set_draw_color(*colour)
        self.pdf.set_fill_color(*fill)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self.pdf.line(self.x + x1, self.y + y1, self.x + x2, self.y + y2)

    def dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A centre line: long dash, gap."""
        self.pdf.set_dash_pattern(dash=7, gap=3)
        self.line(x1, y1, x2, y2)
        self.pdf.set_dash_pattern()

    def box(self, x: float, y: float, width: float, height: float, style: str = "DF", radius: float = 0) -> None:
        """A rectangle, with round corners if `radius` is given."""
        self.pdf.rect(
            self.x + x, self.y + y, width, height, style=style, round_corners=radius > 0, corner_radius=radius
        )

    def ring(self, x: float, y: float, radius: float, style: str = "DF", ry: float = 0) -> None:
        """A circle, or an ellipse of the half-axes `radius` and `ry`, about a centre."""
        ry = ry or radius
        self.pdf.ellipse(self.x + x - radius, self.y + y - ry, 2 * radius, 2 * ry, style=style)

    def shape(self, points: Sequence[Point], style: str = "DF", *, closed: bool = True) -> None:
        """A polygon, or an open line."""
        moved = [(self.x + x, self.y + y) for x, y in points]
        if closed:
            self.pdf.polygon(moved, style=style)
        else:
            self.pdf.polyline(moved)

    def text(
        self, x: float, y: float, text: str, size: float = 7.5, *, bold: bool = False, centre: bool = True
    ) -> None:
        """One line of text, centred on `x` unless told otherwise."""
        (self.paper.say_centred if centre else self.paper.say)(self.x + x, self.y + y, text, size, "B" if bold else "")

    def callout(self, number: int, target: Point, at: Point) -> None:
        """A numbered balloon at `at` with a leader to `target`."""
        angle = math.atan2(target[1] - at[1], target[0] - at[0])
        self.pen(0.5)
        self.line(at[0] + 8 * math.cos(angle), at[1] + 8 * math.sin(angle), *target)
        self.pen(0.7, fill=LINE)
        self.ring(*target, 1.3, "F")
        self.pen(0.8, fill=WHITE)
        self.ring(*at, 8)
        self.text(at[0], at[1] + 2.8, str(number), 8, bold=True)
