"""Cards for the workshop wall, which courses offer to print: a title, a drawing and numbered steps on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from portal.demo.manuals.drawings.canvas import Canvas
from portal.demo.manuals.paper import LEFT, RIGHT, Paper, break_lines
from portal.demo.training.pictures import DRAWINGS, HEIGHT, WIDTH

_ACCENT = (18, 58, 104)
_WRITTEN = datetime(2025, 1, 6, tzinfo=UTC)
"""Stamped into every card, so that a card is the same on every run."""


def card(*, title: str, drawing: str, steps: Sequence[str]) -> bytes:
    """The card as PDF. Raises KeyError for no such drawing."""
    paper = Paper(accent=_ACCENT)
    paper.pdf.set_creation_date(_WRITTEN)
    paper.new_page()
    paper.lines(break_lines(title, "B", 22, RIGHT - LEFT), size=22, style="B", colour=_ACCENT)
    paper.y += 12
    DRAWINGS[drawing].draw(Canvas(paper, LEFT, paper.y, WIDTH, HEIGHT, f"training:{drawing}"))
    paper.y += HEIGHT + 24
    for number, step in enumerate(steps, start=1):
        paper.say_right(LEFT + 22, paper.y + 16, f"{number}.", 16, "B", _ACCENT)
        paper.lines(break_lines(step, "", 16, RIGHT - LEFT - 34), x=LEFT + 34, size=16)
        paper.y += 8
    return bytes(paper.pdf.output())
