"""Which spelling was meant, out of words that admitted passages hold. Pure; both engines use it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from search.engines.analysis import LATIN, fold
from search.engines.base import SearchRequest
from search.relevance import CORRECTIONS_PER_UNIT, Plan

LONG_WORD = 8


def allowed_distance(word: str) -> int:
    """Edits that leave a word recognisable: one below eight letters, two from there."""
    return 2 if len(word) >= LONG_WORD else 1


def like(word: str, text: str) -> Iterator[str]:
    """The words of `text`, folded, that are long enough and short enough to be meant by `word`: what `nearest` chooses
    from. Words of letters only, in any script that is written with spaces."""
    most = allowed_distance(word)
    return map(str, _of_length(max(1, len(word) - most), len(word) + most).findall(fold(text)))


@lru_cache(maxsize=64)
def _of_length(shortest: int, longest: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!{LATIN})(?:(?![\d_]){LATIN}){{{shortest},{longest}}}(?!{LATIN})")


def nearest(word: str, candidates: Mapping[str, int]) -> tuple[str, ...]:
    """The best few of `candidates` (word -> how often seen), fewest edits first, then most frequent."""
    most = allowed_distance(word)
    letters = set(word)
    ranked = sorted(
        (edits, -count, candidate)
        for candidate, count in candidates.items()
        if candidate != word
        and candidate.isalpha()
        # An edit takes away, or brings, at most one letter: most candidates need no closer look.
        and len(letters.difference(candidate)) <= most
        and (edits := distance(word, candidate, most=most)) <= most
    )
    return tuple(candidate for edits, _, candidate in ranked if edits == ranked[0][0])[:CORRECTIONS_PER_UNIT]


def distance(left: str, right: str, *, most: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours); `most + 1` when above `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, mine in enumerate(left, start=1):
        above, row, older = row, [i], before
        for j, theirs in enumerate(right, start=1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == right[j - 2] and left[i - 2] == theirs:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        before = above
        if min(row) > most:
            return most + 1
    return row[-1]


def with_corrections(plan: Plan, near: Mapping[int, tuple[str, ...]]) -> Plan | None:
    """`plan` whose units at the positions of `near` are also looked for under those spellings; None if there are
    none."""
    if not any(near.values()):
        return None
    units = tuple(replace(unit, corrections=near.get(at, ())) for at, unit in enumerate(plan.units))
    return replace(plan, units=units)


def suggestion(request: SearchRequest, corrected: Plan) -> str:
    """What was typed, with the best spelling of each corrected word in its place."""
    text = request.raw
    for unit in corrected.units:
        if unit.corrections:
            word = re.compile(rf"(?<!\w){re.escape(unit.text)}(?!\w)", re.IGNORECASE)
            text = word.sub(unit.corrections[0], text)
    return text
