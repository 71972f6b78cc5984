"""Elasticsearch requests as data: a plan, a filter or a choice in, a query body out. Needs no cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.core.filters import AllOf, AnyOf, Filter, Not, Range, Terms
from search import relevance
from search.engines.base import FACETS, HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN
from search.engines.filters import admissible, bounds
from search.relevance import Plan, Unit

Json = dict[str, Any]

FACET_VALUES = 200
EXACT_COUNT_UP_TO = 40_000
"""Publications are counted exactly to here, and within about 1 % above (HyperLogLog++)."""
FACET_EXACT_COUNT_UP_TO = 3_000
RESULT_WINDOW = 10_000
"""Elasticsearch serves no hit beyond `index.max_result_window`."""
SNIPPET_CHARACTERS = 220

PASSAGE_SOURCE = ["id", "edition_id", "number", "label", "heading"]
PUBLICATION_SOURCE = ["publication", "publication_id", "edition_id", "kind"]
STEMMED_FIELDS = (("title", relevance.TITLE), ("heading", relevance.HEADING), ("body", relevance.BODY))
EXACT_FIELDS = (
    ("title.exact", relevance.TITLE),
    ("heading.exact", relevance.HEADING),
    ("body.exact", relevance.BODY),
)
ORDER_OF_PASSAGES: list[Json] = [{"_score": "desc"}, {"number": "asc"}, {"id": "asc"}]
ORDER_OF_HITS: list[Json] = [{"_score": "desc"}, {"publication": "asc"}, {"number": "asc"}, {"id": "asc"}]


def filter_query(rule: Filter) -> Json:
    """`rule` in Elasticsearch's query language."""
    match rule:
        case Terms():
            values = admissible(rule)
            return {"terms": {rule.field: values}} if values else {"match_none": {}}
        case Range():
            span = bounds(rule)
            return {"range": {rule.field: {"gte": span[0], "lte": span[1]}}} if span else {"match_none": {}}
        case AllOf():
            return _all([filter_query(part) for part in rule.parts])
        case AnyOf():
            if not rule.parts:
                return {"match_none": {}}
            return _any([filter_query(part) for part in rule.parts])
        case Not():
            return {"bool": {"must_not": [filter_query(rule.part)]}}


def text_query(plan: Plan, access: Filter) -> Json:
    """Everything but the facet choices: what must match, what raises the score, what is excluded, who may see.

    A page with one of the identifiers needs none of the words, but each that it has counts.
    """
    query: Json = {"filter": [filter_query(access)]}
    identifiers = [_identifier(value) for value in plan.identifiers]
    must: list[Json] = []
    should = _nearness(plan)
    if plan.scores:
        answers = {"term": {"listing": False}}
        should.append({"constant_score": {"filter": answers, "boost": relevance.ANSWERS_ITSELF}})
    if plan.units and identifiers:
        query["filter"].append(_any([_units_query(plan), *identifiers]))
        should += [*_units(plan), *identifiers]
    elif plan.units:
        must.append(_units_query(plan))
    must += [_phrase(EXACT_FIELDS, phrase) for phrase in plan.phrases]
    must += [_field(name, value) for name, value in plan.fields]
    query["must"] = must
    if excluded := [_phrase(EXACT_FIELDS, phrase) for phrase in plan.excluded]:
        query["must_not"] = excluded
    if should:
        query["should"] = should
    return {"bool": query}


def search_body(plan: Plan, *, access: Filter, chosen: Mapping[str, Filter], first: int, size: int) -> Json:
    """A page of results: publications `first`..`first+size` by their best page, the number of publications, and each
    facet counted without its own choice."""
    every_choice = _all([filter_query(rule) for rule in chosen.values()])
    body: Json = {
        "query": text_query(plan, access),
        "from": first,
        "size": size,
        "track_total_hits": False,
        "_source": PUBLICATION_SOURCE,
        "collapse": {"field": "publication"},
        "sort": ORDER_OF_HITS if plan.scores else _BY_TITLE,
        "aggs": {
            "matching": {"filter": {"match_all": {}}},
            "chosen": {"filter": every_choice, "aggs": {"publications": _publications(EXACT_COUNT_UP_TO)}},
            **{name: _facet(name, chosen) for name in FACETS},
        },
    }
    if chosen:
        body["post_filter"] = every_choice
    return body


def pages_body(
    plan: Plan, *, access: Filter, chosen: Mapping[str, Filter], publications: Sequence[str], passages: int
) -> Json:
    """The best `passages` pages of each of these publications, and how many match.

    A request of its own, because inner hits of a collapse run the whole query once per publication: measured on
    100,000 passages, they took three quarters of the time.
    """
    rules = [{"terms": {"publication": list(publications)}}, *(filter_query(rule) for rule in chosen.values())]
    best: Json = {
        "size": passages,
        "_source": PASSAGE_SOURCE,
        "sort": ORDER_OF_PASSAGES if plan.scores else [{"number": "asc"}, {"id": "asc"}],
        "track_scores": True,
        "highlight": _highlight(plan),
    }
    groups = {"field": "publication", "size": max(1, len(publications))}
    return {
        "query": {"bool": {"must": [text_query(plan, access)], "filter": rules}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"publications": {"terms": groups, "aggs": {"pages": {"top_hits": best}}}},
    }


def within_body(plan: Plan, *, edition_id: int, access: Filter, limit: int) -> Json:
    """Matching pages of one edition in page order."""
    rule = AllOf((Terms("edition_id", (edition_id,)), access))
    return {
        "query": text_query(plan, rule),
        "size": limit,
        "track_total_hits": False,
        "track_scores": True,
        "_source": PASSAGE_SOURCE,
        "sort": [{"number": "asc"}, {"id": "asc"}],
        "highlight": _highlight(plan),
    }


def _all(parts: list[Json]) -> Json:
    if not parts:
        return {"match_all": {}}
    return parts[0] if len(parts) == 1 else {"bool": {"filter": parts}}


def _any(parts: list[Json]) -> Json:
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _units_query(plan: Plan) -> Json:
    return {"bool": {"should": _units(plan), "minimum_should_match": plan.required_units}}


def _units(plan: Plan) -> list[Json]:
    return [unit_query(unit, name=f"u{at}") for at, unit in enumerate(plan.units)]


def unit_query(unit: Unit, *, name: str = "") -> Json:
    """A unit by its best field; another spelling counts a little less. `name` lets a hit say that it matched."""
    spellings = [(unit.text, 1.0)] + [(text, relevance.CORRECTION_WEIGHT) for text in unit.corrections]
    ways = [way for text, weight in spellings for way in _field_queries(unit, text, weight)]
    query: Json = {"queries": ways, "tie_breaker": relevance.TIE_BREAKER}
    if name:
        query["_name"] = name
    return {"dis_max": query}


def _field_queries(unit: Unit, text: str, weight: float) -> list[Json]:
    fields: tuple[tuple[str, float], ...] = EXACT_FIELDS if unit.exact_only else STEMMED_FIELDS
    if not unit.is_cjk:
        fields = (*fields, ("body.exact", relevance.BODY_EXACT))
    return [
        {"match": {field: {"query": text, "boost": round(boost * weight, 4), "operator": "and"}}}
        for field, boost in fields
    ]


def _identifier(value: str) -> Json:
    both = {"bool": {"should": [{"term": {"identifiers": value}}, {"term": {"number_form": value}}]}}
    return {"constant_score": {"filter": both, "boost": relevance.IDENTIFIER}}


def _phrase(fields: tuple[tuple[str, float], ...], phrase: str, slop: int = 0) -> Json:
    ways = [{"match_phrase": {field: {"query": phrase, "slop": slop, "boost": boost}}} for field, boost in fields]
    return {"dis_max": {"queries": ways}}


def _field(name: str, value: str) -> Json:
    if name == "number" and not value:
        return {"match_none": {}}
    if name == "number":
        return {"constant_score": {"filter": {"prefix": {"number_form": value}}}}
    return {"match": {name: {"query": value, "operator": "and"}}}


def _nearness(plan: Plan) -> list[Json]:
    slop = relevance.PHRASE_SLOP
    near = [
        {"match_phrase": {"body": {"query": f"{left} {right}", "slop": slop, "boost": relevance.PAIR}}}
        for left, right in plan.pairs
    ]
    if plan.whole_phrase:
        whole = " ".join(plan.whole_phrase)
        near.append({"match_phrase": {"body": {"query": whole, "slop": slop, "boost": relevance.PHRASE}}})
    return near


_BY_TITLE: list[Json] = [{"title_key": "asc"}, {"publication": "asc"}, {"number": "asc"}, {"id": "asc"}]


def _highlight(plan: Plan) -> Json:
    words = [text for unit in plan.units for text in (unit.text, *unit.corrections)]
    marked = {"match": {"body": " ".join((*words, *plan.phrases))}} if words or plan.phrases else {"match_none": {}}
    return {
        "highlight_query": marked,
        "type": "unified",
        "pre_tags": [HIGHLIGHT_OPEN],
        "post_tags": [HIGHLIGHT_CLOSE],
        "order": "score",
        "fields": {
            "body": {
                "fragment_size": SNIPPET_CHARACTERS,
                "number_of_fragments": 1,
                "no_match_size": SNIPPET_CHARACTERS,
            }
        },
    }


def _publications(exact_up_to: int) -> Json:
    return {"cardinality": {"field": "publication", "precision_threshold": exact_up_to}}


def _facet(name: str, chosen: Mapping[str, Filter]) -> Json:
    others = [filter_query(rule) for facet, rule in chosen.items() if facet != name]
    counts: Json = {
        "terms": {"field": name, "size": FACET_VALUES},
        "aggs": {"publications": _publications(FACET_EXACT_COUNT_UP_TO)},
    }
    return {"filter": _all(others), "aggs": {"values": counts}}


def known_body(word: str, *, access: Filter) -> Json:
    """Does an admitted passage have `word` in any form?"""
    return {
        "query": {"bool": {"filter": [filter_query(access), _anywhere(word)]}},
        "size": 0,
        "terminate_after": 1,
        "track_total_hits": 1,
    }


def similar_body(word: str, *, access: Filter) -> Json:
    """Admitted passages with words spelt nearly as `word`, each with those words marked."""
    near = {"fuzzy": {"body.exact": {"value": word, "fuzziness": "AUTO", "max_expansions": 50}}}
    return {
        "query": {"bool": {"must": [near], "filter": [filter_query(access)]}},
        "size": 30,
        "_source": False,
        "track_total_hits": False,
        "highlight": {
            "type": "unified",
            "pre_tags": [HIGHLIGHT_OPEN],
            "post_tags": [HIGHLIGHT_CLOSE],
            "fields": {"body.exact": {"fragment_size": 40, "number_of_fragments": 3, "max_analyzed_offset": 100_000}},
        },
    }


def _anywhere(word: str) -> Json:
    fields = [field for field, _ in STEMMED_FIELDS]
    return {"multi_match": {"query": word, "fields": fields}}


def suggest_body(*, prefix: str, code: str, access: Filter, limit: int) -> Json:
    """Completions as aggregations over admitted passages: titles, document numbers, identifiers, headings.

    `prefix` is folded text, `code` its normal form. Counting over the filtered query is what keeps the words of
    other people's documents out.
    """
    title, heading = _starts("title.exact", prefix), _starts("heading.exact", prefix)
    ways = [title, heading]
    groups: Json = {
        "titles": {"filter": title, "aggs": _values("title_raw", limit)},
        "headings": {"filter": heading, "aggs": _values("heading_raw", limit * 8)},
    }
    if code:
        number, identifier = {"prefix": {"number_form": code}}, {"prefix": {"identifiers": code}}
        ways += [number, identifier]
        groups["numbers"] = {"filter": number, "aggs": _values("number_raw", limit)}
        include = {"terms": {"field": "identifiers", "size": limit, "include": f"{code}.*"}}
        groups["identifiers"] = {"filter": identifier, "aggs": {"values": include}}
    query = {"bool": {"filter": [filter_query(access), _any(ways)]}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": groups}


def _starts(field: str, prefix: str) -> Json:
    return {"match_phrase_prefix": {field: {"query": prefix, "max_expansions": 100}}}


def _values(field: str, size: int) -> Json:
    return {"values": {"terms": {"field": field, "size": size}}}
