"""The analysis plugin of the test server answers as a full Elasticsearch does (expectations: its reference manual)."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.services import Elasticsearch, ServicesError, Stack

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def server() -> Iterator[Elasticsearch]:
    """The run's Elasticsearch, or one of its own when the tests were started alone."""
    try:
        yield Stack.attach().elasticsearch
    except ServicesError:
        with Elasticsearch() as own:
            yield own


def ask(server: Elasticsearch, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def terms(server: Elasticsearch, text: str, **chain: Any) -> list[str]:
    status, answer = ask(server, "POST", "/_analyze", {"text": text, **chain})
    assert status == 200, answer
    return [token["token"] for token in answer["tokens"]]


def chain(*filters: str | dict[str, Any], tokenizer: str | dict[str, Any] = "standard") -> dict[str, Any]:
    return {"tokenizer": tokenizer, "filter": list(filters)}


def of(kind: str, **settings: Any) -> dict[str, Any]:
    return {"type": kind, **settings}


FILTERS = [
    ("刹车片更换", chain("cjk_bigram"), ["刹车", "车片", "片更", "更换"]),
    ("刹车片", chain(of("cjk_bigram", output_unigrams=True)), ["刹", "刹车", "车", "车片", "片"]),
    ("刹车 ブレ", chain(of("cjk_bigram", ignored_scripts=["katakana"])), ["刹车", "ブレ"]),
    ("刹车", chain(of("cjk_bigram", ignored_scripts=["han"])), ["刹", "车"]),
    ("ＡＢＣ１２ ﾌﾞﾚ", chain("cjk_width", tokenizer="whitespace"), ["ABC12", "ブレ"]),
    ("café", chain("asciifolding"), ["cafe"]),
    ("café", chain(of("asciifolding", preserve_original=True)), ["cafe", "café"]),
    ("cylinders tightening", chain("porter_stem"), ["cylind", "tighten"]),
    ("cylinders tightening", chain(of("stemmer", language="english")), ["cylind", "tighten"]),
    ("cylinders tightening", chain(of("stemmer", language="light_english")), ["cylinder", "tighten"]),
    ("cylinders", chain(of("stemmer", language="minimal_english")), ["cylinder"]),
    ("dealer's", chain(of("stemmer", language="possessive_english")), ["dealer"]),
    ("mice", chain(of("stemmer_override", rules=["mice => mouse"]), "porter_stem"), ["mouse"]),
    ("brakes", chain(of("keyword_marker", keywords=["brakes"]), "porter_stem"), ["brakes"]),
    ("P0420", chain("edge_ngram"), ["P"]),
    ("P0420", chain(of("edge_ngram", min_gram=2, max_gram=4)), ["P0", "P04", "P042"]),
    (
        "P0420",
        chain(of("edge_ngram", min_gram=2, max_gram=3, preserve_original=True)),
        ["P0", "P04", "P0420"],
    ),
    ("abc", chain(of("ngram", min_gram=2, max_gram=3)), ["ab", "abc", "bc"]),
    ("XR-2200a", chain("word_delimiter_graph", tokenizer="whitespace"), ["XR", "2200", "a"]),
    (
        "XR-2200a",
        chain(of("word_delimiter_graph", catenate_all=True, split_on_numerics=False), tokenizer="whitespace"),
        ["XR2200a", "XR", "2200a"],
    ),
    (
        "XR-22",
        chain(of("word_delimiter_graph", preserve_original=True, type_table=["- => ALPHA"]), tokenizer="keyword"),
        ["XR-22", "XR-", "22"],
    ),
    (
        "0986-494-123",
        chain(of("pattern_capture", patterns=[r"(\d+)"], preserve_original=True), tokenizer="keyword"),
        ["0986-494-123", "0986", "494", "123"],
    ),
    ("12-34", chain(of("pattern_replace", pattern="-", replacement=""), tokenizer="keyword"), ["1234"]),
    ("a bbb cc", chain(of("length", min=2, max=2)), ["cc"]),
    ("to be to", chain("unique"), ["to", "be"]),
    ("brake fluid", chain(of("truncate", length=3)), ["bra", "flu"]),
    ("  a b ", chain("trim", tokenizer="keyword"), ["a b"]),
    ("run run", chain("remove_duplicates"), ["run", "run"]),
    ("the brake of it", chain(of("stop", stopwords=["the", "it"])), ["brake", "of"]),
    ("l'avion", chain(of("elision", articles=["l"])), ["avion"]),
    ("abc", chain("reverse"), ["cba"]),
    ("Brake FLUID", chain("uppercase"), ["BRAKE", "FLUID"]),
    ("a b c", chain(of("limit", max_token_count=2)), ["a", "b"]),
]


@pytest.mark.parametrize(("text", "analysis", "expected"), FILTERS)
def test_filter(server: Elasticsearch, text: str, analysis: dict[str, Any], expected: list[str]) -> None:
    assert terms(server, text, **analysis) == expected


CHARACTER_FILTERS = [
    ("<b>5 &lt; 6</b>", "html_strip", "5 < 6"),
    ("25 Nm", of("mapping", mappings=["Nm => newton metres", r"\u0020 => _"]), "25_newton metres"),
    ("123-456", of("pattern_replace", pattern=r"(\d+)-(?=\d)", replacement="$1_"), "123_456"),
]


@pytest.mark.parametrize(("text", "character_filter", "expected"), CHARACTER_FILTERS)
def test_character_filter(
    server: Elasticsearch, text: str, character_filter: str | dict[str, Any], expected: str
) -> None:
    found = terms(server, text, tokenizer="keyword", char_filter=[character_filter])
    assert [term.strip() for term in found] == [expected]


TOKENIZERS = [
    ("a,b c", of("pattern", pattern=","), ["a", "b c"]),
    ("part 123/45", of("pattern", pattern=r"(\d+)", group=1), ["123", "45"]),
    ("2 Quick", of("edge_ngram", min_gram=2, max_gram=4, token_chars=["letter"]), ["Qu", "Qui", "Quic"]),
    ("a-bc", of("ngram", min_gram=1, max_gram=2, token_chars=["letter"]), ["a", "b", "bc", "c"]),
    ("P0420 code", "letter", ["P", "code"]),
]


@pytest.mark.parametrize(("text", "tokenizer", "expected"), TOKENIZERS)
def test_tokenizer(server: Elasticsearch, text: str, tokenizer: str | dict[str, Any], expected: list[str]) -> None:
    assert terms(server, text, tokenizer=tokenizer) == expected


def test_language_analyzers(server: Elasticsearch) -> None:
    assert terms(server, "The dealer's brakes", analyzer="english") == ["dealer", "brake"]
    assert terms(server, "刹车片 and ＡＢＳ", analyzer="cjk") == ["刹车", "车片", "abs"]


SYNONYM_INDEX = {
    "settings": {
        "analysis": {
            "filter": {
                "swaps": of("synonym_graph", synonyms=["tyre, tire", "abs, anti lock brakes"]),
                "old": of("synonym", synonyms=["gearbox, transmission"], lenient=True),
                "grams": of("edge_ngram", min_gram=1, max_gram=9),
            },
            "analyzer": {
                "plain": {"tokenizer": "standard", "filter": ["lowercase", "porter_stem"]},
                "asked": {"tokenizer": "standard", "filter": ["lowercase", "porter_stem", "swaps"]},
                "gears": {"tokenizer": "standard", "filter": ["lowercase", "old"]},
            },
            "normalizer": {"code": {"type": "custom", "filter": ["lowercase", "asciifolding", "trim"]}},
        }
    },
    "mappings": {
        "properties": {
            "text": {"type": "text", "analyzer": "plain", "search_analyzer": "asked"},
            "code": {"type": "keyword", "normalizer": "code"},
        }
    },
}


@pytest.fixture
def synonym_index(server: Elasticsearch) -> Iterator[str]:
    path = f"/analysis-plugin-{uuid.uuid4().hex}"
    status, answer = ask(server, "PUT", path, SYNONYM_INDEX)
    assert status == 200, answer
    yield path
    ask(server, "DELETE", path)


def test_synonyms_work_at_search_time(server: Elasticsearch, synonym_index: str) -> None:
    """A rule is stemmed by the chain before it, and a rule of several words matches as a phrase."""
    for number, text in enumerate(["Fit the tires", "Anti lock brakes", "Lock the anti roll bar, brakes"]):
        document = {"text": text, "code": " ÀB "}
        ask(server, "PUT", f"{synonym_index}/_doc/{number}?refresh=true", document)

    def hits(query: dict[str, Any]) -> set[str]:
        status, answer = ask(server, "POST", f"{synonym_index}/_search", {"query": query})
        assert status == 200, answer
        return {hit["_id"] for hit in answer["hits"]["hits"]}

    assert hits({"match": {"text": "tyre"}}) == {"0"}
    assert hits({"match": {"text": "ABS"}}) == {"1"}
    assert hits({"match": {"text": "lock"}}) == {"1", "2"}
    assert hits({"match_phrase": {"text": "ABS"}}) == {"1"}
    assert hits({"term": {"code": "ab"}}) == {"0", "1", "2"}


def test_synonym_filter_of_the_old_kind(server: Elasticsearch, synonym_index: str) -> None:
    status, answer = ask(server, "POST", f"{synonym_index}/_analyze", {"analyzer": "gears", "text": "gearbox"})
    assert status == 200
    assert [(token["token"], token["position"]) for token in answer["tokens"]] == [
        ("gearbox", 0),
        ("transmission", 0),
    ]


def test_synonyms_after_grams_are_refused_as_by_the_full_server(server: Elasticsearch) -> None:
    analysis = json.loads(json.dumps(SYNONYM_INDEX["settings"]))
    analysis["analysis"]["analyzer"]["asked"]["filter"] = ["grams", "swaps"]
    status, answer = ask(server, "PUT", "/analysis-plugin-refused", {"settings": analysis})
    assert status == 400
    assert "cannot be used to parse synonyms" in json.dumps(answer)


def test_an_ngram_spread_needs_the_index_setting(server: Elasticsearch) -> None:
    body = {"text": "abc", "tokenizer": of("ngram", min_gram=1, max_gram=3)}
    status, answer = ask(server, "POST", "/_analyze", body)
    assert status == 400
    assert "index.max_ngram_diff" in json.dumps(answer)
