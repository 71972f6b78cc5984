"""Which page of the newer edition is which of the older, and what differs on it. Pure.

Both editions are compared as one stream of tokens each, so that text which only flows over to the next page is no
change. A page is then what became of its tokens: nearly all of them new, it was added; nearly all gone, it was removed;
the same elsewhere, it moved; some of them, it changed. Pictures are not compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np

from content.changes.furniture import furniture
from content.changes.matching import Run, matching
from content.changes.order import without_reordered
from content.changes.stream import Stream, Vocabulary, stream
from content.changes.values import Alignment, Hunk, Kind, PageChange, SourcePage, Span

SHARED = 0.2
"""Of a page's tokens: with fewer of them in the other edition it is another page."""
SAME_ELSEWHERE = 0.6
"""Of the pieces of text that two pages have: from here on one is the other, moved."""
PIECE = 5
"""Tokens of a piece of text by which moved pages are found."""
FARTHEST_SLIDE = 64
MOST_HUNKS = 120
"""Of one pair of pages; what is beyond it becomes one difference."""

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]
"""Tokens [i, i_end) of the old stream stand as tokens [j, j_end) of the new one."""


def align(old: Sequence[SourcePage], new: Sequence[SourcePage], *, titles: Collection[str] = ()) -> Alignment:
    """The pages of two editions, each in order, side by side. `titles` are the headings of both outlines."""
    left_out, new_left_out = furniture(old, new, titles=titles)
    vocabulary = Vocabulary()
    before = stream(old, left_out, vocabulary=vocabulary)
    after = stream(new, new_left_out, vocabulary=vocabulary)
    runs = _slid(matching(before.tokens, after.tokens), before, after)
    return _Pages(old, new, before, after, runs).alignment()


def _slid(runs: list[Run], before: Stream, after: Stream) -> list[Run]:
    """The same runs, with each insertion or removal that could begin elsewhere beginning with a page, if it can."""
    slid = list(runs)
    for at in range(len(slid) - 1):
        (i, j, length), (i_next, j_next, length_next) = slid[at], slid[at + 1]
        inserted, removed = j_next - j - length, i_next - i - length
        if (inserted > 0) == (removed > 0):
            continue
        side, start, size = (after, j + length, inserted) if inserted else (before, i + length, removed)
        step = _slide(
            side, start, size, back=min(length - 1, FARTHEST_SLIDE), ahead=min(length_next - 1, FARTHEST_SLIDE)
        )
        slid[at] = (i, j, length + step)
        slid[at + 1] = (i_next + step, j_next + step, length_next - step)
    return slid


def _slide(side: Stream, start: int, size: int, *, back: int, ahead: int) -> int:
    """By how many tokens the piece [start, start + size) is moved to begin with a page and say the same."""
    tokens = side.tokens
    for direction, most in ((-1, back), (1, ahead)):
        for step in range(most + 1):
            at = start + direction * step
            if side.first[side.page_of(at)] == at:
                return direction * step
            same = tokens[at - 1] == tokens[at + size - 1] if direction < 0 else tokens[at] == tokens[at + size]
            if not same:
                break
    return 0


class _Pages:
    """What became of the pages, by index from 0."""

    def __init__(
        self, old: Sequence[SourcePage], new: Sequence[SourcePage], before: Stream, after: Stream, runs: list[Run]
    ) -> None:
        self.old, self.new = old, new
        self.before, self.after, self.runs = before, after, runs
        shared: Counter[Pair] = Counter()
        for i, j, length in runs:
            for (o, n), size in _pieces(before, after, i, j, length):
                shared[o, n] += size
        old_shared, new_shared = _sums(shared, 0), _sums(shared, 1)
        self.removed = {o for o in range(len(before.first) - 1) if old_shared[o] < SHARED * before.size_of(o)}
        self.added = {n for n in range(len(after.first) - 1) if new_shared[n] < SHARED * after.size_of(n)}
        self.partner_of_old = _partners(shared, 0)
        self.partner_of_new = _partners(shared, 1)
        self._keep_partners()
        self.moved = _moved(before, after, self.removed, self.added)

    def _keep_partners(self) -> None:
        """A page that goes on in another one needs that one: it was then neither added nor removed. (A short page that
        was put into a long new one.)"""
        while True:
            kept_new = {n for o, n in self.partner_of_old.items() if o not in self.removed} & self.added
            kept_old = {o for n, o in self.partner_of_new.items() if n not in self.added} & self.removed
            if not (kept_new or kept_old):
                return
            self.added -= kept_new
            self.removed -= kept_old

    def alignment(self) -> Alignment:
        """The changes in reading order, and how many pages of each kind."""
        old, new = self.old, self.new
        moved_from = {o for o, _n in self.moved}
        moved_to = {n for _o, n in self.moved}
        changed = self._changed()
        found: list[tuple[float, PageChange]] = [
            (n, PageChange(Kind.CHANGED, old[o].number, new[n].number, hunks)) for (o, n), hunks in changed.items()
        ]
        found += [(n, PageChange(Kind.ADDED, None, new[n].number)) for n in self.added - moved_to]
        found += [(n, PageChange(Kind.MOVED, old[o].number, new[n].number, self._inner(o, n))) for o, n in self.moved]
        gone = sorted(self.removed - moved_from)
        found += [(place, PageChange(Kind.REMOVED, old[o].number, None)) for o, place in self._places(gone)]
        found.sort(key=lambda one: (one[0], one[1].old or 0))
        touched = {n for _o, n in changed} | self.added | moved_to
        changes = tuple(change for _place, change in found)
        counts = Counter(change.kind for change in changes)
        counts[Kind.CHANGED] = len({change.new for change in changes if change.kind is Kind.CHANGED})
        return Alignment(changes, len(new) - len(touched), +counts)

    def _changed(self) -> dict[Pair, tuple[Hunk, ...]]:
        """The differences of pages that both editions have, by (old, new)."""
        found: defaultdict[Pair, list[Hunk]] = defaultdict(list)
        ends = [(0, 0, 0), *self.runs, (len(self.before.tokens), len(self.after.tokens), 0)]
        for (i, j, length), (i_end, j_end, _length) in pairwise(ends):
            for pair, hunk in self._hunks((i + length, i_end, j + length, j_end)):
                found[pair].append(hunk)
        seen = {(o, n): without_reordered(hunks, self.old[o], self.new[n]) for (o, n), hunks in found.items()}
        return {pair: _fewer(hunks) for pair, hunks in seen.items() if hunks}

    def _hunks(self, gap: Gap) -> Iterator[tuple[Pair, Hunk]]:
        i, i_end, j, j_end = gap
        lost = [one for one in _by_page(self.before, i, i_end) if one[0] not in self.removed]
        won = [one for one in _by_page(self.after, j, j_end) if one[0] not in self.added]
        for (o, a, a_end), (n, b, b_end) in zip(lost, won, strict=False):
            yield (o, n), Hunk(_span(self.before, a, a_end), _span(self.after, b, b_end))
        for o, a, a_end in lost[len(won) :]:
            n = self.partner_of_old[o]
            yield (o, n), Hunk(_span(self.before, a, a_end), _place(self.after, n, j))
        for n, b, b_end in won[len(lost) :]:
            o = self.partner_of_new[n]
            yield (o, n), Hunk(_place(self.before, o, i), _span(self.after, b, b_end))

    def _inner(self, o: int, n: int) -> tuple[Hunk, ...]:
        """What differs between two pages, taken by themselves."""
        i, i_end = int(self.before.first[o]), int(self.before.first[o + 1])
        j, j_end = int(self.after.first[n]), int(self.after.first[n + 1])
        runs = matching(self.before.tokens[i:i_end], self.after.tokens[j:j_end])
        ends = [(0, 0, 0), *runs, (i_end - i, j_end - j, 0)]
        hunks = []
        for (a, b, length), (a_end, b_end, _length) in pairwise(ends):
            gap = (i + a + length, i + a_end, j + b + length, j + b_end)
            if gap[0] < gap[1] or gap[2] < gap[3]:
                hunks.append(Hunk(_where(self.before, o, gap[0], gap[1]), _where(self.after, n, gap[2], gap[3])))
        return _fewer(hunks)

    def _places(self, gone: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Where in the newer edition pages that are gone would stand: behind what stood before them."""
        for o in gone:
            kept = o
            while kept >= 0 and (kept in self.removed or kept not in self.partner_of_old):
                kept -= 1
            yield o, self.partner_of_old[kept] + 0.5 if kept >= 0 else -0.5


def _pieces(before: Stream, after: Stream, i: int, j: int, length: int) -> Iterator[tuple[Pair, int]]:
    """A run cut where a page ends on either side: the two pages, and how many tokens."""
    end = i + length
    o, n = before.page_of(i), after.page_of(j)
    while i < end:
        size = min(end - i, int(before.first[o + 1]) - i, int(after.first[n + 1]) - j)
        yield (o, n), size
        i, j = i + size, j + size
        o += int(i == before.first[o + 1])
        n += int(j == after.first[n + 1])


def _sums(shared: Counter[Pair], side: int) -> Counter[int]:
    sums: Counter[int] = Counter()
    for pair, size in shared.items():
        sums[pair[side]] += size
    return sums


def _partners(shared: Counter[Pair], side: int) -> dict[int, int]:
    """For each page of one side the page of the other with which it shares most."""
    best: dict[int, Pair] = {}
    for pair in sorted(shared):
        held = best.get(pair[side])
        if held is None or shared[pair] > shared[held]:
            best[pair[side]] = pair
    return {page: pair[1 - side] for page, pair in best.items()}


def _moved(before: Stream, after: Stream, removed: Collection[int], added: Collection[int]) -> list[Pair]:
    """Pages that are gone in one place and new in another, each the other's likest."""
    old = {o: _pieces_of(before, o) for o in removed}
    new = {n: _pieces_of(after, n) for n in added}
    where: defaultdict[int, list[int]] = defaultdict(list)
    for o, pieces in old.items():
        for piece in pieces:
            where[piece].append(o)
    alike: Counter[Pair] = Counter(
        (o, n) for n, pieces in new.items() for piece in pieces for o in where.get(piece, ())
    )
    found: list[Pair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for (o, n), count in sorted(alike.items(), key=lambda one: (-one[1], one[0])):
        alike_enough = 2 * count >= SAME_ELSEWHERE * (len(old[o]) + len(new[n]))
        if alike_enough and o not in taken[0] and n not in taken[1]:
            found.append((o, n))
            taken[0].add(o)
            taken[1].add(n)
    return sorted(found)


def _pieces_of(side: Stream, page: int) -> set[int]:
    tokens = side.tokens[side.first[page] : side.first[page + 1]]
    count = len(tokens) - PIECE + 1
    if count < 1:
        return set()
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(PIECE):
        hashes = hashes * np.uint64(31) + tokens[place : place + count]
    return set(hashes.tolist())


def _by_page(side: Stream, start: int, end: int) -> list[tuple[int, int, int]]:
    """Tokens [start, end) as (page, start, end), cut where pages end."""
    parts = []
    while start < end:
        page = side.page_of(start)
        stop = min(end, int(side.first[page + 1]))
        parts.append((page, start, stop))
        start = stop
    return parts


def _span(side: Stream, start: int, end: int) -> Span:
    page = side.page_of(start)
    spans, first = side.spans(page), int(side.first[page])
    return spans[start - first][0], spans[end - 1 - first][1]


def _place(side: Stream, page: int, token: int) -> Span:
    """The place on a page before `token`, or at that end of the page which is nearer to it."""
    spans, first = side.spans(page), int(side.first[page])
    at = spans[max(token - first, 0)][0] if token - first < len(spans) else spans[-1][1]
    return at, at


def _where(side: Stream, page: int, start: int, end: int) -> Span:
    return _span(side, start, end) if start < end else _place(side, page, start)


def _fewer(hunks: list[Hunk]) -> tuple[Hunk, ...]:
    if len(hunks) <= MOST_HUNKS:
        return tuple(hunks)
    kept, rest = hunks[: MOST_HUNKS - 1], hunks[MOST_HUNKS - 1 :]
    one = Hunk(
        (min(hunk.old[0] for hunk in rest), max(hunk.old[1] for hunk in rest)),
        (min(hunk.new[0] for hunk in rest), max(hunk.new[1] for hunk in rest)),
    )
    return (*kept, one)
