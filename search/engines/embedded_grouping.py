"""Publications out of passages, for tantivy, which has no collapse: which come on this page, how many there are in
all and by facet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Order, Query, Searcher

from search.engines.base import FACETS
from search.engines.embedded_facets import MOST_GROUPS, FacetTable
from search.engines.embedded_queries import all_of
from search.engines.embedded_schema import KEY_END, group_of
from search.engines.queries import RESULT_WINDOW

FIRST_LOOK = 256
LONGEST_LOOK = 16_384
"""Passages looked at for one page of results. Only a tie or a single manual that fills so many ends the search for
more publications earlier than it should."""

OfGroups = Callable[[Sequence[int]], Query]
Inside = Callable[[Sequence[int]], Query]
Scored = tuple[float, Any]
"""A score and the address of a passage."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The best passages of a query, and how many match in all."""

    hits: list[Scored]
    matching: int
    limit: int

    @property
    def exhausted(self) -> bool:
        """Whether nothing more could come, or nothing more is looked for."""
        return len(self.hits) >= self.matching or self.limit >= LONGEST_LOOK


@dataclass(frozen=True, slots=True)
class Group:
    """A publication by the number that stands for it, with its best passages, best first."""

    number: int
    best: list[Scored]


@dataclass(frozen=True, slots=True)
class Counts:
    """Publications in all and by facet; `matches` has how many passages of each publication match."""

    total: int
    facets: dict[str, dict[str, int]]
    matches: dict[int, int]


def look(searcher: Searcher, query: Query, limit: int) -> Looked:
    """The best `limit` passages."""
    found = searcher.search(query, limit=limit, count=True)
    return Looked(found.hits, int(found.count or 0), limit)


def by_score(
    searcher: Searcher, query: Query, *, looked: Looked, first: int, size: int, passages: int, inside: Inside
) -> list[Group]:
    """Groups `first`..`first + size`, by their best passage, each with its best `passages`.

    The best passages are read until enough groups stand above the score at which reading stopped: then more reading
    could not change these, so that pages of results do not overlap. Equal scores are ordered by group. `inside`
    gives the query for the passages of some groups.
    """
    if first + size > RESULT_WINDOW:
        return []
    while True:
        groups = _grouped(searcher, looked.hits)
        settled = (best for best in groups.values() if best[0][0] > looked.hits[-1][0])
        if looked.exhausted or sum(1 for _ in settled) >= first + size:
            break
        looked = look(searcher, query, looked.limit * 4)
    ranked = sorted(groups, key=lambda group: (-groups[group][0][0], group))[first : first + size]
    short = [] if looked.exhausted else [group for group in ranked if len(groups[group]) < passages]
    if short:
        more = searcher.search(inside(short), limit=passages * len(short) * 8, count=False).hits
        groups |= _grouped(searcher, more)
    return [Group(group, groups[group][:passages]) for group in ranked]


def by_title(searcher: Searcher, query: Query, *, first: int, size: int, inside: Inside) -> list[Group]:
    """Groups `first`..`first + size` by title, each with its first page."""
    if first + size > RESULT_WINDOW:
        return []
    keys = {"terms": {"field": "title_key", "size": first + size, "order": {"_key": "asc"}}}
    buckets = searcher.aggregate(query, {"keys": keys})["keys"]["buckets"]
    publications = dict.fromkeys(bucket["key"].partition(KEY_END)[2] for bucket in buckets)
    groups = [group_of(publication) for publication in publications][first : first + size]
    return [Group(group, [(0.0, _first_page(searcher, inside([group])))]) for group in groups]


def counts(
    searcher: Searcher, text: Query, chosen: Mapping[str, Query], *, table: FacetTable, of_groups: OfGroups
) -> Counts:
    """Publications in all, and by facet, each facet counted without its own choice."""
    matches = _matching(searcher, all_of([text, *chosen.values()]))
    facets: dict[str, dict[str, int]] = {}
    for name in FACETS:
        found = matches
        if name in chosen:
            found = _matching(searcher, all_of([text, *(one for facet, one in chosen.items() if facet != name)]))
        table.read(searcher, found, of_groups=of_groups)
        facets[name] = table.counts(found, name)
    return Counts(len(matches), facets, matches)


def _matching(searcher: Searcher, query: Query) -> dict[int, int]:
    """The publications that match, at most MOST_GROUPS, with how many passages of each."""
    terms = {"field": "group", "size": MOST_GROUPS}
    buckets = searcher.aggregate(query, {"groups": {"terms": terms}})["groups"]["buckets"]
    return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def _first_page(searcher: Searcher, query: Query) -> Any:
    found = searcher.search(query, limit=1, count=False, order_by_field="number", order=Order.Asc)
    return found.hits[0][1]


def _grouped(searcher: Searcher, hits: list[Scored]) -> dict[int, list[Scored]]:
    groups: dict[int, list[Scored]] = {}
    numbers = searcher.fast_field_values("group", [address for _, address in hits])
    for number, hit in zip(numbers, hits, strict=True):
        groups.setdefault(int(number or 0), []).append(hit)
    return groups
