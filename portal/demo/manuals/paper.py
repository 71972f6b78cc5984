"""Puts blocks on A4 pages: running text, procedures, tables and safety messages, with page breaks between them.

Lines are broken here and not by fpdf2: Chinese breaks between any two characters, part numbers and codes never.
All lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fpdf import FPDF

from portal.demo.manuals.fonts import typeface

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 56.0, 539.0, 82.0, 778.0
INK, GREY, RULE, WASH = (24, 28, 33), (104, 112, 122), (186, 192, 199), (241, 243, 245)
_PIECES = re.compile(r"\s+|[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]|[^\s\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+")
_NOT_FIRST = frozenset("，。、；：？！）》”’％】")
"""Chinese punctuation that never opens a line (GB/T 15834)."""

Colour = tuple[int, int, int]


def break_lines(text: str, style: str, size: float, width: float) -> list[str]:
    """`text` in lines no wider than `width`; a single piece that is wider gets a line of its own."""
    face = typeface(style)
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _PIECES.findall(text):
        length = face.width(piece, size)
        if line and used + length > width and not piece.isspace() and piece not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, used = "", 0.0
        if line or not piece.isspace():
            line, used = line + piece, used + length
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


class Paper:
    """A PDF being written. `y` is the next free height on the page, from the top."""

    def __init__(self, *, accent: Colour) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        for style in ("", "B"):
            self.pdf.add_font("manual", style, typeface(style).path)
        self.accent = accent
        self.y = TOP
        self.on_new_page: Callable[[], None] = lambda: None

    def new_page(self, **label: object) -> None:
        """A fresh page; `label` goes to fpdf2 (label_style, label_prefix, label_start)."""
        self.pdf.add_page(**label)
        self.y = TOP
        self.on_new_page()

    def room(self, height: float) -> None:
        """Go to a new page unless `height` more points fit on this one."""
        if self.y + height > BOTTOM:
            self.new_page()

    def say(self, x: float, y: float, text: str, size: float, style: str = "", colour: Colour = INK) -> None:
        """One line of text with its baseline at `y`."""
        self.pdf.set_font("manual", style, size)
        self.pdf.set_text_color(*colour)
        self.pdf.text(x, y, text)

    def say_right(self, x: float, y: float, text: str, size: float, style: str = "", colour: Colour = INK) -> None:
        """One line that ends at `x`."""
        self.say(x - typeface(style).width(text, size), y, text, size, style, colour)

    def say_centred(self, x: float, y: float, text: str, size: float, style: str = "", colour: Colour = INK) -> None:
        """One line centred on `x`."""
        self.say(x - typeface(style).width(text, size) / 2, y, text, size, style, colour)

    def rule(self, x1: float, y1: float, x2: float, y2: float, colour: Colour = RULE, width: float = 0.6) -> None:
        """A straight line."""
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(width)
        self.pdf.line(x1, y1, x2, y2)

    def wash(self, x: float, y: float, width: float, height: float, colour: Colour = WASH) -> None:
        """A filled rectangle without an outline."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(x, y, width, height, style="F")

    def lines(
        self, lines: Sequence[str], *, x: float = LEFT, size: float = 9.5, style: str = "", colour: Colour = INK
    ) -> None:
        """Lines below each other from `y` down, page breaks included."""
        leading = size * 1.45
        for line in lines:
            self.room(leading)
            self.say(x, self.y + size, line, size, style, colour)
            self.y += leading

    def paragraph(self, text: str, *, size: float = 9.5, style: str = "", x: float = LEFT) -> None:
        """A paragraph over the measure from `x` to the right margin."""
        self.lines(break_lines(text, style, size, RIGHT - x), x=x, size=size, style=style)
        self.y += 5

    def subhead(self, text: str) -> None:
        """A heading inside a section, kept with what follows."""
        self.room(60)
        self.y += 7
        self.say(LEFT, self.y + 10.5, text, 10.5, "B", self.accent)
        self.y += 19

    def steps(self, items: Sequence[str], *, numbered: bool) -> None:
        """A numbered procedure or a list of points; an item is not split over pages."""
        for number, item in enumerate(items, start=1):
            lines = break_lines(item, "", 9.5, RIGHT - LEFT - 24)
            self.room(len(lines) * 13.8)
            if numbered:
                self.say_right(LEFT + 16, self.y + 9.5, f"{number}.", 9.5, "B", self.accent)
            else:
                self.say(LEFT + 8, self.y + 9.5, "•", 9.5, "", self.accent)
            self.lines(lines, x=LEFT + 24)
            self.y += 3.2
        self.y += 4
