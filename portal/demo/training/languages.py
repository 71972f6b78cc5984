"""Texts of the demo that stand in two languages."""

from __future__ import annotations

DOT = " · "


def both(text: str) -> tuple[str, str]:
    """(English, Chinese) of a text in which they stand with a dot between."""
    english, _dot, chinese = text.partition(DOT)
    return english, chinese
