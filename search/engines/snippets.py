"""The part of a page that shows why it was found, for the engine that has no highlighter of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from search.engines.analysis import TOKEN, fold
from search.engines.base import HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN

LENGTH = 220
READ_AT_MOST = 100_000
"""Characters of a page that are looked at; a longer one is no page that a person reads."""
SHORTEST_ROOT = 3
_WORD = re.compile(r"\w+(?:[.'’,]\w+)*", re.ASCII)
_WORD_CHARACTER = re.compile(r"\w", re.ASCII)

Span = tuple[int, int, str]


def snippet(body: str, marked: frozenset[str], stem: Callable[[str], str]) -> str:
    """About LENGTH characters of `body` around the window with most different `marked` words, each between the
    highlight markers; the beginning of `body` when it has none. White space is collapsed."""
    text = body[:READ_AT_MOST]
    spans = _spans(text, marked, stem)
    start = _best_start(spans)
    start, end = _window(text, start)
    pieces: list[str] = []
    at = start
    for first, last, _ in _joined(spans):
        if first < start or last > end:
            continue
        pieces += [text[at:first], HIGHLIGHT_OPEN, text[first:last], HIGHLIGHT_CLOSE]
        at = last
    return " ".join("".join((*pieces, text[at:end])).split())


def _spans(text: str, marked: frozenset[str], stem: Callable[[str], str]) -> list[Span]:
    spans: set[Span] = set()
    latin = [word for word in marked if word.isascii()]
    for at in _word_starts(text, {word[: max(SHORTEST_ROOT, len(word) - 2)] for word in latin}):
        found = _WORD.match(text, at)
        if found is None:
            continue
        word = found.group()
        if word.isalnum():
            if (form := stem(word.lower())) in marked:
                spans.add((at, at + len(word), form))
            continue
        for token in TOKEN.finditer(word):
            if (form := stem(fold(token.group()))) in marked:
                spans.add((at + token.start(), at + token.end(), form))
    for word in marked.difference(latin):
        spans.update((at, at + len(word), word) for at in _places(text, word))
    return sorted(spans)


def _word_starts(text: str, roots: set[str]) -> Iterator[int]:
    """Where a word begins with one of `roots`, whatever its case. Searching for each root is several times faster than
    one expression for all."""
    low = text.lower()
    if len(low) != len(text):
        # A letter that has no lower case of one letter (the Turkish dotted I): places would shift.
        low = "".join(char.lower() if char.isascii() else char for char in text)
    for root in roots:
        at = low.find(root)
        while at >= 0:
            if at == 0 or not _WORD_CHARACTER.match(low, at - 1):
                yield at
            at = low.find(root, at + 1)


def _places(text: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(word)})", text)]


def _best_start(spans: list[Span]) -> int:
    best, best_start, first = (0, 0), 0, 0
    for last in range(len(spans)):
        while spans[last][1] - spans[first][0] > LENGTH and first < last:
            first += 1
        inside = spans[first : last + 1]
        worth = (len({form for _, _, form in inside}), len(inside))
        if worth > best:
            best, best_start = worth, spans[first][0]
    return best_start


def _window(text: str, anchor: int) -> tuple[int, int]:
    """From the beginning of the sentence or line of `anchor` if that is near, else of a word."""
    earliest = max(0, anchor - LENGTH // 4)
    start = earliest
    for stop in re.finditer(r"[.!?。！？；]\s*|\n+", text[earliest:anchor]):
        start = earliest + stop.end()
    if start == earliest and earliest:
        gap = re.search(r"\s", text[earliest:anchor])
        start = earliest + gap.end() if gap else earliest
    end = min(len(text), start + LENGTH)
    if end < len(text) and text[end - 1].isalnum() and text[end].isalnum() and text[end].isascii():
        cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = cut if cut > start + LENGTH // 2 else end
    return start, end


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], span[1]), joined[-1][2])
        else:
            joined.append(span)
    return joined
