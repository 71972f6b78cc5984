"""Elasticsearch requests, built without a cluster."""

from __future__ import annotations

import json

from portal.core.filters import EVERYTHING, NOTHING, AllOf, AnyOf, Not, Range, Terms
from search.engines import queries
from search.engines.base import FACETS
from search.engines.filters import choices
from search.engines.mapping import document, index_body
from search.parser import parse
from search.relevance import plan
from search.schema import SCHEMA_VERSION
from tests.contracts.passages import passage

ACCESS = Terms("audience_brands", ("*", "north"))


def body(typed: str, **chosen: object) -> queries.Json:
    request = parse(typed, **chosen)  # type: ignore[arg-type]
    return queries.search_body(plan(request), access=ACCESS, chosen=choices(request), first=10, size=10)


def test_the_filter_algebra() -> None:
    assert queries.filter_query(EVERYTHING) == {"match_all": {}}
    assert queries.filter_query(NOTHING) == {"match_none": {}}
    assert queries.filter_query(Terms("brands", ())) == {"match_none": {}}
    assert queries.filter_query(Not(Terms("years", (2020,)))) == {"bool": {"must_not": [{"terms": {"years": [2020]}}]}}
    both = queries.filter_query(AllOf((Range("number", gte=1, lt=5), AnyOf((ACCESS, ACCESS)))))
    assert both["bool"]["filter"][0] == {"range": {"number": {"gte": 1, "lte": 4}}}
    assert both["bool"]["filter"][1]["bool"]["minimum_should_match"] == 1


def test_access_is_in_the_query_itself() -> None:
    access = queries.filter_query(ACCESS)
    for typed in ("", "brakes", '"brake pads"', "number:WM", "P0420"):
        assert access in body(typed)["query"]["bool"]["filter"]
    within = queries.within_body(plan(parse("x")), edition_id=1, access=ACCESS, limit=5)
    assert access in within["query"]["bool"]["filter"][0]["bool"]["filter"]
    pages = queries.pages_body(plan(parse("x")), access=ACCESS, chosen={}, publications=["manual:1"], passages=3)
    assert access in pages["query"]["bool"]["must"][0]["bool"]["filter"]
    suggested = queries.suggest_body(prefix="x", code="X", access=ACCESS, limit=5)
    assert access in suggested["query"]["bool"]["filter"]
    for one in (queries.known_body("x", access=ACCESS), queries.similar_body("x", access=ACCESS)):
        assert access in one["query"]["bool"]["filter"]


def test_a_facet_is_counted_without_its_own_choice() -> None:
    found = body("pump", brands=("north",), years=(2020,))
    north, year = {"terms": {"brands": ["north"]}}, {"terms": {"years": [2020]}}
    assert found["post_filter"] == {"bool": {"filter": [north, year]}}
    assert found["aggs"]["brands"]["filter"] == year
    assert found["aggs"]["years"]["filter"] == north
    assert found["aggs"]["kind"]["filter"] == found["aggs"]["chosen"]["filter"] == found["post_filter"]
    assert set(FACETS) < set(found["aggs"])


def test_results_without_text_are_in_order_of_title() -> None:
    assert body("")["sort"][0] == {"title_key": "asc"}
    assert body("pump")["sort"][0] == {"_score": "desc"}
    assert body("pump")["sort"][-1] == {"id": "asc"}


def test_no_request_needs_what_a_small_server_lacks() -> None:
    text = json.dumps([body("12345-A10 刹车片", brands=("x",)), index_body(), index_body(vector_dims=4)])
    for missing in ("script", "painless", "search_as_you_type", "rank_feature", "completion"):
        assert missing not in text


def test_the_mapping_has_room_for_vectors_only_when_configured() -> None:
    plain, roomy = index_body()["mappings"], index_body(vector_dims=384)["mappings"]
    assert "vector" not in plain["properties"]
    assert roomy["properties"]["vector"]["dims"] == 384
    assert plain["_meta"] == {"schema_version": SCHEMA_VERSION}
    one = passage(vector=(0.1, 0.2))
    assert "vector" not in document(one)
    assert document(one, with_vector=True)["vector"] == [0.1, 0.2]


def test_a_document_has_only_mapped_fields() -> None:
    assert set(document(passage())) <= set(index_body()["mappings"]["properties"])
