"""Publications out of passages, for tantivy, which has no collapse: which come on this page, how many there are in
all and by facet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tantivy import Query, Searcher

from search.engines.base import FACETS
from search.engines.embedded_queries import all_of
from search.engines.embedded_schema import KEY_END, group_of
from search.engines.queries import FACET_VALUES, RESULT_WINDOW

FIRST_LOOK = 64
LONGEST_LOOK = 16_384
"""Passages looked at for one page of results. Only a tie or a single manual that fills so many ends the search for
more publications earlier than it should."""

_PUBLICATIONS = {"cardinality": {"field": "group"}}


def by_score(searcher: Searcher, query: Query, first: int, size: int) -> list[int]:
    """Groups `first`..`first + size`, by their best passage.

    The best passages are read until enough groups stand above the score at which reading stopped: then more reading
    could not change these, so that pages of results do not overlap. Equal scores are ordered by group.
    """
    if first + size > RESULT_WINDOW:
        return []
    look = max(FIRST_LOOK, 4 * (first + size))
    while True:
        hits = searcher.search(query, limit=look, count=False).hits
        best = _best_of_groups(searcher, hits)
        exhausted = len(hits) < look or look >= LONGEST_LOOK
        settled = len(best) if exhausted else sum(1 for score in best.values() if score > hits[-1][0])
        if exhausted or settled >= first + size:
            ranked = sorted(best, key=lambda group: (-best[group], group))
            return ranked[first : first + size]
        look *= 4


def by_title(searcher: Searcher, query: Query, first: int, size: int) -> list[int]:
    """Groups `first`..`first + size`, by title."""
    if first + size > RESULT_WINDOW:
        return []
    keys = {"terms": {"field": "title_key", "size": first + size, "order": {"_key": "asc"}}}
    buckets = searcher.aggregate(query, {"keys": keys})["keys"]["buckets"]
    publications = dict.fromkeys(bucket["key"].partition(KEY_END)[2] for bucket in buckets)
    return [group_of(publication) for publication in publications][first : first + size]


def counts(searcher: Searcher, text: Query, chosen: Mapping[str, Query]) -> tuple[int, dict[str, dict[str, int]]]:
    """Publications in all, and by facet, each facet counted without its own choice."""
    together = {name: _facet(name) for name in FACETS if name not in chosen}
    found = searcher.aggregate(all_of([text, *chosen.values()]), {"total": _PUBLICATIONS, **together})
    total = _whole(found["total"])
    for name in FACETS:
        if name in chosen:
            others = [query for facet, query in chosen.items() if facet != name]
            found |= searcher.aggregate(all_of([text, *others]), {name: _facet(name)})
    return total, {name: _values(found[name]) for name in FACETS}


def _best_of_groups(searcher: Searcher, hits: list[tuple[float, Any]]) -> dict[int, float]:
    groups = searcher.fast_field_values("group", [address for _, address in hits])
    best: dict[int, float] = {}
    for group, (score, _) in zip(groups, hits, strict=True):
        best.setdefault(int(group or 0), score)
    return best


def _facet(name: str) -> dict[str, Any]:
    return {
        "terms": {"field": name, "size": FACET_VALUES, "segment_size": FACET_VALUES * 4},
        "aggs": {"publications": _PUBLICATIONS},
    }


def _values(found: Mapping[str, Any]) -> dict[str, int]:
    pairs = [(str(bucket["key"]), _whole(bucket["publications"])) for bucket in found["buckets"]]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _whole(found: Mapping[str, Any]) -> int:
    return round(found["value"])
