"""Editions as pages of text that reads like text: every word of a page is its own, unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from content.changes.values import SourcePage

SYLLABLES = ("bra", "ke", "tor", "que", "bol", "gas", "ket", "val", "ve", "pis", "ton", "shaft", "gear", "oil", "fil")


def text(seed: int, *, words: int = 120) -> str:
    """A page of words that no other seed makes."""
    random = Random(seed)
    return " ".join(
        "".join(random.choices(SYLLABLES, k=3)) + str(random.randrange(1000)) if random.random() < 0.8 else "the"
        for _ in range(words)
    )


def pages(texts: Sequence[str]) -> list[SourcePage]:
    """Pages with these texts, numbered from 1."""
    return [SourcePage(number, one) for number, one in enumerate(texts, start=1)]
