"""What stands on a page and is not its text: running heads, page numbers and dates in the margin, leaders and page
numbers of a table of contents. It changes whenever a page is inserted, and that is no news.

Pure, and careful: what is left out here is not compared. So a line counts as furniture only when it lies in the margin
and comes again on other pages, or is made of nothing but page numbers and dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from content.changes.values import SourcePage, Span
from content.ingest.extraction.api import SCALE, unpack_words

MARGIN = 0.12
"""Of the page's height, above and below."""
EDGE_LINES = 2
"""Where no boxes are known: so many lines at each end of the text lie in the margin."""
RECURS = 3

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|\d{4} ?年(?: ?\d+ ?月)?(?: ?\d+ ?日)?"
    rf"|(?:\d{{1,2}}\.? )?{_MONTH}\.? (?:\d{{1,2}}, )?\d{{4}}",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*|[^\s\w]")
_NOTHING_BUT = frozenset(
    {"#", "@", "page", "p", "of", "seite", "von", "第", "页", "共", "/", "|", "-", "–", "—", "·", "."}
)
_LEADERS = re.compile(r"(?:[ \t]?[.·…_]){4,}[ \t]*[0-9ivxlcA-Z.\-]{0,9}[ \t]*$", re.MULTILINE)
_ENDS_IN_NUMBER = re.compile(r"[ \t](\d{1,4})[ \t]*$", re.MULTILINE)
_ROMAN = re.compile("(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FROM = 1_000_000
_NUMBERING = re.compile(r"^(?:[\dA-Z]{1,3}(?:\.\d+)*\.?|chapter \d+:?|第 ?\d+ ?章)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    tokens: tuple[str, ...]


def furniture(
    old: Sequence[SourcePage], new: Sequence[SourcePage], *, titles: Collection[str]
) -> tuple[list[list[Span]], list[list[Span]]]:
    """For each page of both editions the characters that are not compared. What recurs is counted in both together:
    a chapter's head may stand on one page of the old edition and on four of the new."""
    known = {plain_title(title) for title in titles}
    both = [_margins(old), _margins(new)]
    counts = Counter(key for lines in both for page in lines for key in {key for key, _line in page})
    return tuple(  # type: ignore[return-value]
        [
            sorted([*_left_out(page, lines, counts), *_contents(page.text, known)])
            for page, lines in zip(pages, keyed, strict=True)
        ]
        for pages, keyed in zip((old, new), both, strict=True)
    )


def plain_title(title: str) -> str:
    """A heading without numbering, case and differences of space."""
    return " ".join(_NUMBERING.sub("", title.strip()).casefold().split())


def _left_out(
    page: SourcePage, lines: list[tuple[tuple[str, ...], _Line]], counts: Counter[tuple[str, ...]]
) -> Iterator[Span]:
    whole = sum(end - start for start, end in (line.span for _key, line in lines)) >= len(page.text.strip())
    for key, line in lines:
        only_numbers = all(token.casefold() in _NOTHING_BUT for token in key)
        if only_numbers or (counts[key] >= RECURS and not whole):
            yield line.span


def _margins(pages: Sequence[SourcePage]) -> list[list[tuple[tuple[str, ...], _Line]]]:
    """The lines in the margin of each page, each with what is the same on other pages: page numbers as "#", dates as
    "@"."""
    lines = [_margin_lines(page) for page in pages]
    numbers = [{_value(token) for line in found for token in line.tokens} for found in lines]
    around = [set(), *numbers, set()]
    keyed = []
    for at, (page, found) in enumerate(zip(pages, lines, strict=True)):
        # A number that goes on with the pages: the one before has one less, or the next has one more.
        counted = {value for value in numbers[at] if value and (value - 1 in around[at] or value + 1 in around[at + 2])}
        written = {page.label.casefold(), str(page.number), str(len(pages))} - {""}
        keyed.append([(_key(line, written, counted), line) for line in found])
    return keyed


def _key(line: _Line, written: Collection[str], counted: Collection[int]) -> tuple[str, ...]:
    return tuple("#" if token.casefold() in written or _value(token) in counted else token for token in line.tokens)


def _value(token: str) -> int:
    """What a token counts as a page number; 0 if it is none. Roman ones count apart from the others."""
    if token.isdecimal():
        return int(token) if len(token) < 6 else 0
    if not _ROMAN.fullmatch(token.casefold()):
        return 0
    digits = [_ROMAN_DIGITS[digit] for digit in token.casefold()]
    following = [*digits[1:], 0]
    return _ROMAN_FROM + sum(-one if one < other else one for one, other in zip(digits, following, strict=True))


def _margin_lines(page: SourcePage) -> list[_Line]:
    spans = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", page.text)]
    if not spans:
        return []
    try:
        words = unpack_words(page.words)
    except ValueError:
        words = unpack_words(b"")
    if len(words):
        starts = np.frombuffer(words.starts, dtype=np.uint32)
        first = np.searchsorted(starts, [start for start, _end in spans])
        first = np.minimum(first, len(starts) - 1)
        above = np.frombuffer(words.bottom, dtype=np.uint16)[first] <= MARGIN * SCALE
        below = np.frombuffer(words.top, dtype=np.uint16)[first] >= (1 - MARGIN) * SCALE
        chosen = [span for span, here in zip(spans, above | below, strict=True) if here]
    else:
        chosen = spans if len(spans) <= 2 * EDGE_LINES else [*spans[:EDGE_LINES], *spans[-EDGE_LINES:]]
    lines = (_Line(span, tuple(_TOKEN.findall(_DATE.sub(" @ ", page.text[slice(*span)])))) for span in chosen)
    return [line for line in lines if line.tokens]


def _contents(text: str, titles: Collection[str]) -> Iterator[Span]:
    """Leaders with the page number behind them, and the number behind a line that is a heading of the outline."""
    for match in _LEADERS.finditer(text):
        yield match.span()
    if titles:
        for match in _ENDS_IN_NUMBER.finditer(text):
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if plain_title(line) in titles:
                yield match.span(1)
