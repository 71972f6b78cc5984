"""What the pages that show changes need: the list with a taste of each difference, its parts by heading, two pages
side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.changes.entries import Entry
from content.changes.values import Hunk, Kind, Span
from content.library.models import Edition, EditionPage
from content.reader import api as reader

SHOWN_HUNKS = 3
"""Differences of one page in the list; all of them stand beside its picture."""
CONTEXT = 45
"""Characters around a difference."""
LONGEST = 220
"""Characters of one difference in words; the middle of a longer one is left out."""
DEEPEST = 3
"""Levels of headings by which changes are summed up, at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """A difference in words: what was there, what is there now, and what stands around."""

    before: str
    old: str
    new: str
    behind: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the list. `place` is its number in the comparison, from 1; `more` differences are not shown."""

    place: int
    entry: Entry
    words: list[Words]
    more: int
    text: str
    """The beginning of a page that was added or removed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What changed under one heading: how many pages of each kind."""

    place: int
    heading: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """The boxes of one difference on one page. `place` is its number on the page, from 1; `is_gap` says that the other
    page has something here that this one has not."""

    place: int
    boxes: list[reader.Box]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two pages side by side."""

    edition: Edition
    page: EditionPage
    picture: reader.Picture
    marks: list[Mark]


def parts(entries: Sequence[Entry]) -> list[Part]:
    """The changes by heading, in reading order: by the outermost level at which there are several headings."""
    depth = next((d for d in range(1, DEEPEST) if len({entry.heading[:d] for entry in entries}) > 1), DEEPEST)
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for entry in entries:
        counts.setdefault(entry.heading[:depth], Counter())[entry.kind.value] += 1
    return [Part(place, heading, dict(count)) for place, (heading, count) in enumerate(counts.items(), start=1)]


def within(entries: Sequence[Entry], *, part: Part | None, kind: str) -> list[tuple[int, Entry]]:
    """The entries under a heading and of a kind (all if None or empty), each with its place in the comparison."""
    return [
        (place, entry)
        for place, entry in enumerate(entries, start=1)
        if (part is None or entry.heading[: len(part.heading)] == part.heading) and kind in ("", entry.kind.value)
    ]


def rows(numbered: Sequence[tuple[int, Entry]], *, older: Edition, newer: Edition) -> list[Row]:
    """A page of the list. Two statements."""
    old = _texts(older, (entry.old for _place, entry in numbered))
    new = _texts(newer, (entry.new for _place, entry in numbered))
    return [_row(place, entry, old.get(entry.old, ""), new.get(entry.new, "")) for place, entry in numbered]


def side(*, edition: Edition, number: int | None, spans: Sequence[Span]) -> Side | None:
    """A page with its share of the differences of an entry marked; None if the entry has no page here. One
    statement."""
    page = EditionPage.objects.filter(edition=edition, number=number).first() if number is not None else None
    if page is None:
        return None
    return Side(edition, page, reader.picture(edition=edition, page=page), marks(page, spans))


def marks(page: EditionPage, spans: Sequence[Span]) -> list[Mark]:
    """Where the characters of each difference stand. An empty one has the edge of what stands behind it, or before it
    at the end of a page."""
    words = reader.words_of(page)
    found = []
    for place, (start, end) in enumerate(spans, start=1):
        is_gap = start == end
        shown = (start, end) if not is_gap else (start, start + 1) if start < len(page.text) else (start - 1, start)
        found.append(Mark(place, reader.boxes(words=words, ranges=[shown]), is_gap))
    return found


def _texts(edition: Edition, numbers: Iterable[int | None]) -> dict[int | None, str]:
    wanted = [number for number in numbers if number is not None]
    return dict(EditionPage.objects.filter(edition=edition, number__in=wanted).values_list("number", "text"))


def _row(place: int, entry: Entry, old: str, new: str) -> Row:
    words = [in_words(hunk, old=old, new=new) for hunk in entry.hunks[:SHOWN_HUNKS]]
    alone = entry.kind in (Kind.ADDED, Kind.REMOVED)
    text = _plain((new or old)[:LONGEST]) if alone else ""
    return Row(place=place, entry=entry, words=words, more=max(0, len(entry.hunks) - SHOWN_HUNKS), text=text)


def in_words(hunk: Hunk, *, old: str, new: str) -> Words:
    """A difference with the words around it, as they stand in the newer text."""
    start, end = hunk.new
    return Words(
        before=_plain(new[_word_start(new, max(0, start - CONTEXT)) : start]),
        old=_short(old[slice(*hunk.old)]),
        new=_short(new[slice(*hunk.new)]),
        behind=_plain(new[end : end + CONTEXT]),
    )


def _word_start(text: str, at: int) -> int:
    for place in range(at, min(at + 15, len(text))):
        if place == 0 or text[place - 1].isspace():
            return place
    return at


def _short(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST * 2 // 3]} … {plain[-LONGEST // 3 :]}"


def _plain(text: str) -> str:
    """Without line ends; the space at either end stays, because words stand around it."""
    return " ".join(text.replace("\n", " ").split(" "))
