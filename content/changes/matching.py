"""What of one sequence of tokens stands in another, in the same order. Pure.

Sequences of half a million tokens: runs of several tokens that occur once in both are anchors, the heaviest chain of
anchors that is in order in both is kept (patience), and the gaps between are matched in the same way with shorter runs,
small ones exactly. Time n log n, memory a few times the tokens.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from content.changes.stream import Tokens

Run = tuple[int, int, int]
"""`length` tokens from place `i` of the old and from place `j` of the new sequence are the same: (i, j, length)."""

SHINGLES = (8, 4, 2, 1)
"""Lengths of the runs that anchor, tried one after another."""
EXACT = 20_000
"""Gaps whose sides multiply to no more than this are compared token by token."""
WEAK = 3
"""So few tokens between two larger differences were met by chance: one difference is easier to read than two."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def matching(old: Tokens, new: Tokens) -> list[Run]:
    """The runs that both have, in order, none touching the next in both sequences. The same whichever is called old."""
    if (len(new), new.tobytes()) < (len(old), old.tobytes()):
        return [(i, j, length) for j, i, length in matching(new, old)]
    runs = _joined(sorted(_runs(old, new)))
    return _without_weak(runs, len(old), len(new))


def _runs(old: Tokens, new: Tokens) -> Iterator[Run]:
    gaps = [(0, len(old), 0, len(new), 0)]
    while gaps:
        i, i_end, j, j_end, level = gaps.pop()
        head = _alike(old[i:i_end], new[j:j_end])
        if head:
            yield i, j, head
            i, j = i + head, j + head
        tail = _alike(old[i:i_end][::-1], new[j:j_end][::-1])
        if tail:
            i_end, j_end = i_end - tail, j_end - tail
            yield i_end, j_end, tail
        if (i_end - i) * (j_end - j) <= EXACT:
            yield from _exact(old, new, (i, i_end, j, j_end))
            continue
        chain, level = _anchors(old[i:i_end], new[j:j_end], level)
        for a, b, length in chain:
            yield i + a, j + b, length
        gaps.extend(_between(chain, (i, i_end, j, j_end), level))


def _between(
    chain: list[Run], bounds: tuple[int, int, int, int], level: int
) -> Iterator[tuple[int, int, int, int, int]]:
    """The gaps before, between and behind the runs of a chain."""
    if not chain:
        return
    i, i_end, j, j_end = bounds
    ends = [(0, 0, 0), *chain, (i_end - i, j_end - j, 0)]
    for (a, b, length), (a_next, b_next, _length) in pairwise(ends):
        yield i + a + length, i + a_next, j + b + length, j + b_next, level


def _alike(one: Tokens, other: Tokens) -> int:
    """How many tokens the beginnings share."""
    shorter = min(len(one), len(other))
    different = np.flatnonzero(one[:shorter] != other[:shorter])
    return int(different[0]) if len(different) else shorter


def _exact(old: Tokens, new: Tokens, bounds: tuple[int, int, int, int]) -> Iterator[Run]:
    i, i_end, j, j_end = bounds
    if i == i_end or j == j_end:
        return
    matcher = SequenceMatcher(None, old[i:i_end].tolist(), new[j:j_end].tolist(), autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size:
            yield i + block.a, j + block.b, block.size


def _anchors(old: Tokens, new: Tokens, level: int) -> tuple[list[Run], int]:
    """The heaviest chain of the longest shingles of which there is any, and at which level that was."""
    for at in range(level, len(SHINGLES)):
        runs = _common(old, new, SHINGLES[at])
        if runs:
            return _apart(_heaviest(runs), SHINGLES[at]), at
    return [], level


def _common(old: Tokens, new: Tokens, size: int) -> list[Run]:
    """Shingles that occur once in each, those that follow each other in both made one: (i, j, how many)."""
    if min(len(old), len(new)) < size:
        return []
    (hashes, places), (new_hashes, new_places) = _once(old, size), _once(new, size)
    _both, at, new_at = np.intersect1d(hashes, new_hashes, assume_unique=True, return_indices=True)
    if not len(at):
        return []
    i, j = places[at], new_places[new_at]
    order = np.argsort(i)
    i, j = i[order], j[order]
    begins = np.flatnonzero(np.concatenate(([True], (np.diff(i) != 1) | (np.diff(j) != 1))))
    lengths = np.diff(np.append(begins, len(i)))
    return list(zip(i[begins].tolist(), j[begins].tolist(), lengths.tolist(), strict=True))


def _once(tokens: Tokens, size: int) -> tuple[Tokens, np.ndarray]:
    """The shingles that occur once, as numbers, and their places."""
    count = len(tokens) - size + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        hashes = hashes * _FACTOR + tokens[place : place + count]
    found, places, times = np.unique(hashes, return_index=True, return_counts=True)
    return found[times == 1], places[times == 1]


def _heaviest(runs: list[Run]) -> list[Run]:
    """The chain of most shingles that rises in both sequences; `runs` rise in the first."""
    ends: list[int] = []
    weights: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for index, (_i, j, length) in enumerate(runs):
        at = bisect_left(ends, j)
        weight = length + (weights[at - 1] if at else 0)
        before.append(heads[at - 1] if at else -1)
        beaten = at
        while beaten < len(ends) and weights[beaten] <= weight:
            beaten += 1
        if at < len(ends) and ends[at] == j and weights[at] > weight:
            continue
        ends[at:beaten], weights[at:beaten], heads[at:beaten] = [j], [weight], [index]
    chain = []
    at = heads[-1]
    while at >= 0:
        chain.append(runs[at])
        at = before[at]
    return chain[::-1]


def _apart(chain: list[Run], size: int) -> list[Run]:
    """Runs of shingles as runs of tokens, cut where they would reach into the next."""
    grown = [(i, j, length + size - 1) for i, j, length in chain]
    cut = [(i, j, min(length, i_next - i, j_next - j)) for (i, j, length), (i_next, j_next, _length) in pairwise(grown)]
    return [*cut, grown[-1]]


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for i, j, length in runs:
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        else:
            joined.append((i, j, length))
    return joined


def _without_weak(runs: list[Run], old_length: int, new_length: int) -> list[Run]:
    kept: list[Run] = []
    end = (0, 0)
    for place, (i, j, length) in enumerate(runs):
        following = runs[place + 1] if place + 1 < len(runs) else (old_length, new_length, 0)
        before = max(i - end[0], j - end[1])
        behind = max(following[0] - i - length, following[1] - j - length)
        if length <= WEAK and length < before and length < behind:
            continue
        kept.append((i, j, length))
        end = (i + length, j + length)
    return kept
