"""The same pages in another edition, and whether they say something else. Pure.

A lesson names pages of the edition that was in force when its course was published. In a later one they may stand
elsewhere: they are found by the headings that lead to them, else by their printed numbers, else by their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of an edition: its place from 1, what is printed as its number, and the headings that lead to it."""

    number: int
    label: str = ""
    heading: tuple[str, ...] = ()


def counterpart(*, first: int, last: int, old: Sequence[Leaf], new: Sequence[Leaf]) -> tuple[int, int] | None:
    """Where the pages `first` to `last` of the old edition are in the new one; None where it has no such pages. A
    section that grew is taken in whole where the old range reached to its end."""
    start = _place(first, old, new, from_end=False)
    end = _place(last, old, new, from_end=True)
    if start is None:
        return None
    if end is None or end < start:
        end = start + (last - first)
    return start, min(end, len(new))


def _place(number: int, old: Sequence[Leaf], new: Sequence[Leaf], *, from_end: bool) -> int | None:
    leaf = next((one for one in old if one.number == number), None)
    if leaf is None:
        return number if 1 <= number <= len(new) else None
    if leaf.heading:
        before = [one.number for one in old if one.heading == leaf.heading]
        after = [one.number for one in new if one.heading == leaf.heading]
        if after:
            at = before.index(number)
            if from_end:
                return after[max(0, len(after) - (len(before) - at))]
            return after[min(at, len(after) - 1)]
    if leaf.label:
        labelled = [one.number for one in new if one.label == leaf.label]
        if len(labelled) == 1:
            return labelled[0]
    return number if number <= len(new) else None


def says_the_same(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> bool:
    """Whether the pages, as (printed number, text), say the same. Spaces, line breaks, where a page ends, and the
    printed numbers do not count."""
    return _said(old) == _said(new)


def _said(pages: Sequence[tuple[str, str]]) -> str:
    words = []
    for label, text in pages:
        for line in text.splitlines():
            if line.strip() and line.strip() != label:
                words += line.split()
    return " ".join(words)
