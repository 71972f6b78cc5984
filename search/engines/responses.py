"""What Elasticsearch answers, read into the values of `search.engines.base`. Needs no cluster."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search.engines.base import (
    FACETS,
    HIGHLIGHT_CLOSE,
    HIGHLIGHT_OPEN,
    PassageHit,
    PublicationHit,
    SearchResult,
)

LONGEST_SNIPPET = 400
_MARKED = re.compile(f"{HIGHLIGHT_OPEN}(.*?){HIGHLIGHT_CLOSE}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, how many passages matched before any facet choice, and which units some hit of the page has."""

    result: SearchResult
    matching: int
    seen: frozenset[int]


def publications(found: Mapping[str, Any]) -> list[str]:
    """Which publications a search request put on this page, in order."""
    return [hit["_source"]["publication"] for hit in found["hits"]["hits"]]


def answer(found: Mapping[str, Any], pages: Mapping[str, Any] | None) -> Answer:
    """What a search request was answered, with the pages of its publications that a second one brought."""
    counted = found["aggregations"]
    buckets = pages["aggregations"]["publications"]["buckets"] if pages else []
    best = {bucket["key"]: bucket for bucket in buckets}
    hits = [hit for hit in found["hits"]["hits"] if hit["_source"]["publication"] in best]
    result = SearchResult(
        total=int(counted["chosen"]["publications"]["value"]),
        hits=tuple(_publication_hit(hit, best[hit["_source"]["publication"]]) for hit in hits),
        facets={name: _facet(counted[name]) for name in FACETS},
    )
    names = {name for hit in hits for name in hit.get("matched_queries", ())}
    names |= {name for bucket in buckets for page in _pages(bucket) for name in page.get("matched_queries", ())}
    seen = frozenset(int(name[1:]) for name in names if name[:1] == "u")
    return Answer(result, int(counted["matching"]["doc_count"]), seen)


def passage_hit(hit: Mapping[str, Any]) -> PassageHit:
    """A page of an inner hit or of a search within one edition."""
    source = hit["_source"]
    return PassageHit(
        id=source["id"],
        edition_id=source["edition_id"],
        number=source["number"],
        label=source["label"],
        heading=tuple(source["heading"]),
        snippet=_short(" ".join(hit.get("highlight", {}).get("body", [""])[0].split())),
        score=float(hit.get("_score") or 0.0),
    )


def completions(found: Mapping[str, Any]) -> dict[str, list[str]]:
    """Kind of completion -> values, most frequent first."""
    groups = found["aggregations"]
    return {name: [bucket["key"] for bucket in group["values"]["buckets"]] for name, group in groups.items()}


def marked_words(found: Mapping[str, Any]) -> Counter[str]:
    """Words that the highlighter marked, with how often."""
    fragments = (text for hit in found["hits"]["hits"] for text in hit.get("highlight", {}).get("body.exact", ()))
    return Counter(word.lower() for text in fragments for word in _MARKED.findall(text))


def failed(found: Mapping[str, Any]) -> bool:
    """Whether one answer of a multi-search is an error."""
    return "error" in found or bool(found.get("_shards", {}).get("failed"))


def _publication_hit(hit: Mapping[str, Any], bucket: Mapping[str, Any]) -> PublicationHit:
    source = hit["_source"]
    pages = tuple(map(passage_hit, _pages(bucket)))
    return PublicationHit(
        publication=source["publication"],
        publication_id=source["publication_id"],
        edition_id=pages[0].edition_id,
        kind=source["kind"],
        score=pages[0].score,
        passages=pages,
        matches=int(bucket["doc_count"]),
    )


def _pages(bucket: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(bucket["pages"]["hits"]["hits"])


def _short(snippet: str) -> str:
    """Text without sentences or spaces makes a fragment of any length: then only the part from the first match."""
    if len(snippet) <= LONGEST_SNIPPET:
        return snippet
    start = max(0, snippet.find(HIGHLIGHT_OPEN) - LONGEST_SNIPPET // 4)
    part = snippet[start : start + LONGEST_SNIPPET]
    return part + HIGHLIGHT_CLOSE if part.count(HIGHLIGHT_OPEN) > part.count(HIGHLIGHT_CLOSE) else part


def _facet(group: Mapping[str, Any]) -> dict[str, int]:
    buckets = group["values"]["buckets"]
    counts = [(str(bucket["key"]), int(bucket["publications"]["value"])) for bucket in buckets]
    return dict(sorted(counts, key=lambda pair: (-pair[1], pair[0])))
