"""Drawings out of lines: an arrangement with numbered parts, and a circuit."""

from __future__ import annotations

import random
from math import cos, pi, sin

from portal.demo.manuals.sheet import ACCENT, INK, PALE, Sheet


def arrangement(sheet: Sheet, *, count: int, seed: str) -> None:
    """A housing with `count` parts around it, each with its number in a circle."""
    rng = random.Random(seed)
    top = sheet.get_y() + 2
    sheet.set_draw_color(*INK)
    sheet.set_fill_color(*PALE)
    sheet.set_line_width(0.4)
    sheet.rect(70, top + 18, 62, 38, style="DF", round_corners=True, corner_radius=4)
    sheet.circle(x=101, y=top + 37, radius=13, style="D")
    sheet.circle(x=101, y=top + 37, radius=4.5, style="DF")
    for bolt in range(8):
        angle = bolt * pi / 4
        sheet.circle(x=101 + 10 * cos(angle), y=top + 37 + 10 * sin(angle), radius=1.1, style="D")
    for number in range(1, count + 1):
        _callout(sheet, number, count, top, rng)
    sheet.set_line_width(0.2)
    sheet.set_y(top + 78)


def _callout(sheet: Sheet, number: int, count: int, top: float, rng: random.Random) -> None:
    angle = 2 * pi * (number - 0.5) / count
    x, y = 101 + 62 * cos(angle), top + 37 + 30 * sin(angle)
    near_x, near_y = 101 + 30 * cos(angle), top + 37 + 18 * sin(angle)
    wide, high = rng.uniform(9, 16), rng.uniform(6, 10)
    sheet.set_fill_color(255, 255, 255)
    sheet.rect(near_x - wide / 2, near_y - high / 2, wide, high, style="DF", round_corners=True, corner_radius=1.5)
    sheet.line(near_x, near_y, x, y)
    sheet.set_fill_color(*ACCENT)
    sheet.circle(x=x, y=y, radius=4, style="F")
    sheet.set_text_color(255, 255, 255)
    sheet.set_font("Helvetica", "B", 9)
    sheet.set_xy(x - 4, y - 2.6)
    sheet.cell(8, 5, str(number), align="C")
    sheet.set_text_color(*INK)


def circuit(sheet: Sheet, *, names: list[str], seed: str) -> None:
    """Supply and ground rails with a branch per name: fuse, plug, consumer."""
    rng = random.Random(seed)
    top = sheet.get_y() + 4
    sheet.set_draw_color(*INK)
    sheet.set_line_width(0.5)
    sheet.line(25, top, 190, top)
    sheet.line(25, top + 92, 190, top + 92)
    sheet.set_font("Helvetica", "B", 8)
    for text, y in (("30  +12 V", top - 5), ("31  GND", top + 93)):
        sheet.set_xy(25, y)
        sheet.cell(40, 4, text)
    for index, name in enumerate(names[:6]):
        _branch(sheet, name, 38 + index * 27, top, rng)
    sheet.set_line_width(0.2)
    sheet.set_y(top + 102)


def _branch(sheet: Sheet, name: str, x: float, top: float, rng: random.Random) -> None:
    fuse, amperes = rng.randint(1, 48), rng.choice((5, 7, 10, 15, 20, 30, 40))
    sheet.line(x, top, x, top + 92)
    sheet.set_fill_color(255, 255, 255)
    sheet.rect(x - 3, top + 12, 6, 14, style="DF")
    sheet.set_fill_color(*PALE)
    sheet.rect(x - 11, top + 48, 22, 18, style="DF", round_corners=True, corner_radius=2)
    sheet.set_font("Helvetica", "", 7)
    sheet.set_xy(x + 4, top + 15)
    sheet.cell(20, 4, f"F{fuse} {amperes} A")
    sheet.set_xy(x + 2, top + 34)
    sheet.cell(22, 4, f"X{rng.randint(100, 699)}/{rng.randint(1, 24)}")
    sheet.set_font(sheet.face, "", 6.5)
    sheet.set_xy(x - 11, top + 50)
    sheet.multi_cell(22, 3.4, name, align="C")
