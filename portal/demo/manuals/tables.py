"""Tables and safety messages on paper."""

from __future__ import annotations

from collections.abc import Sequence

from portal.demo.manuals.paper import BOTTOM, GREY, INK, LEFT, RIGHT, RULE, Colour, Paper, break_lines
from portal.demo.manuals.values import Alert, Table

_SIZE, _LEADING, _PAD = 8.6, 11.4, 5.0
ALERT_COLOURS: dict[str, Colour] = {
    "danger": (190, 18, 24),
    "warning": (222, 112, 8),
    "caution": (206, 154, 0),
    "note": (32, 92, 160),
}
"""The signal colours of ANSI Z535: red, orange, yellow, and blue for a notice."""


def draw_table(paper: Paper, table: Table) -> None:
    """Draw `table` at the paper's height; its head is repeated on every page that it reaches."""
    scale = (RIGHT - LEFT) / sum(table.widths)
    widths = [width * scale for width in table.widths]
    head = _cells(table.head, widths, "B")
    rows = [_cells(row, widths, "") for row in table.rows]
    first = _height(head) + (_height(rows[0]) if rows else 0)
    paper.room(first + (18 if table.caption else 0) + 12)
    if table.caption:
        paper.say(LEFT, paper.y + 9, table.caption, 8.6, "B", GREY)
        paper.y += 15
    _head(paper, head, widths)
    for position, row in enumerate(rows):
        height = _height(row)
        if paper.y + height > BOTTOM:
            paper.new_page()
            _head(paper, head, widths)
        if position % 2:
            paper.wash(LEFT, paper.y, RIGHT - LEFT, height, (247, 248, 250))
        _row(paper, row, widths, "", INK)
        paper.y += height
        paper.rule(LEFT, paper.y, RIGHT, paper.y, RULE, 0.4)
    paper.rule(LEFT, paper.y, RIGHT, paper.y, paper.accent, 0.9)
    paper.y += 13


def draw_alert(paper: Paper, alert: Alert, word: str) -> None:
    """A safety message: signal word on its colour, the text beside a bar. `word` is the signal word as printed."""
    colour = ALERT_COLOURS[alert.level]
    lines = break_lines(alert.text, "", 9.2, RIGHT - LEFT - 28)
    height = 22 + len(lines) * 13 + 6
    paper.room(height + 6)
    paper.y += 2
    top = paper.y
    paper.wash(LEFT, top, RIGHT - LEFT, height, tuple(255 - (255 - part) // 12 for part in colour))  # type: ignore[arg-type]
    paper.wash(LEFT, top, 4, height, colour)
    _triangle(paper, LEFT + 14, top + 6, colour, alert.level)
    paper.say(LEFT + 32, top + 15.5, word, 9.2, "B", colour)
    paper.y = top + 21
    for line in lines:
        paper.say(LEFT + 14, paper.y + 9, line, 9.2)
        paper.y += 13
    paper.y = top + height + 8


def _triangle(paper: Paper, x: float, y: float, colour: Colour, level: str) -> None:
    paper.pdf.set_fill_color(*colour)
    if level == "note":
        paper.pdf.ellipse(x, y, 12, 12, style="F")
        paper.say_centred(x + 6, y + 9.4, "i", 9, "B", (255, 255, 255))
        return
    paper.pdf.polygon([(x, y + 11.5), (x + 13, y + 11.5), (x + 6.5, y)], style="F")
    paper.say_centred(x + 6.5, y + 10.4, "!", 8.5, "B", (255, 255, 255))


def _cells(texts: Sequence[str], widths: Sequence[float], style: str) -> list[list[str]]:
    return [break_lines(text, style, _SIZE, width - 2 * _PAD) for text, width in zip(texts, widths, strict=True)]


def _height(row: Sequence[Sequence[str]]) -> float:
    return max(len(cell) for cell in row) * _LEADING + 6.5


def _head(paper: Paper, head: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    height = _height(head)
    paper.wash(LEFT, paper.y, RIGHT - LEFT, height, paper.accent)
    _row(paper, head, widths, "B", (255, 255, 255))
    paper.y += height


def _row(paper: Paper, row: Sequence[Sequence[str]], widths: Sequence[float], style: str, colour: Colour) -> None:
    x = LEFT
    for cell, width in zip(row, widths, strict=True):
        for position, line in enumerate(cell):
            paper.say(x + _PAD, paper.y + 10.6 + position * _LEADING, line, _SIZE, style, colour)
        x += width
