"""The facet values of each publication, read once for each state of the index.

All passages of a publication have the same brands, models, years, kind and language (`search.documents` sees to it).
So counting publications by facet needs to know only which publications match; asking the index for every passage's
values again at each search cost more than finding them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tantivy import Query, Searcher

from search.engines.base import FACETS
from search.engines.queries import FACET_VALUES

MOST_GROUPS = 50_000
"""Publications that one search can tell apart and count."""
_VALUES = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS}
_TOGETHER = 512
"""So many unknown publications are looked up by name; more are read off the whole index."""

Values = Mapping[str, tuple[str, ...]]


class FacetTable:
    """Values by publication, filled as they are asked for. For one state of the index only; threads may share it,
    for what two of them write is the same."""

    def __init__(self) -> None:
        self._known: dict[int, Values] = {}

    def counts(self, groups: Collection[int], name: str) -> dict[str, int]:
        """How many of these publications, all of them read before, have each value of a facet, most frequent first."""
        seen = Counter(value for group in groups for value in self._known[group][name])
        return dict(sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES])

    def read(self, searcher: Searcher, groups: Iterable[int], *, of_groups: Any) -> None:
        """Know these publications. `of_groups(numbers)` is the query for their passages."""
        unknown = [group for group in groups if group not in self._known]
        if not unknown:
            return
        query = of_groups(unknown) if len(unknown) <= _TOGETHER else Query.all_query()
        asked = {"groups": {"terms": {"field": "group", "size": MOST_GROUPS}, "aggs": _VALUES}}
        for bucket in searcher.aggregate(query, asked)["groups"]["buckets"]:
            values = {name: tuple(str(one["key"]) for one in bucket[name]["buckets"]) for name in FACETS}
            self._known[int(bucket["key"])] = values
