"""The Elasticsearch index: settings and mapping, as data. A full 8.x or 9.x server takes them unchanged.

Text is kept twice: stemmed with CJK pairs (recall), and unstemmed with single CJK characters (exact words, quoted
phrases, one-character queries). Only what `search.engines.analysis` mirrors is used. Room for `Passage.vector` is
made only when its number of dimensions is configured, because Elasticsearch wants that number in the mapping.
"""

from __future__ import annotations

from typing import Any

from search.engines.analysis import fold, storable
from search.listing import is_listing
from search.parser import normal_form
from search.schema import INTEGER_FIELDS, KEYWORD_FIELDS, SCHEMA_VERSION, Passage

LONGEST_KEYWORD = 512
"""Longer values are not findable as keywords (they stay in the stored source); Lucene refuses 32 kB ones."""

ANALYSIS = {
    "analyzer": {
        "passage_stemmed": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["cjk_width", "lowercase", "cjk_bigram", "asciifolding", "porter_stem"],
        },
        "passage_exact": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["cjk_width", "lowercase", "asciifolding"],
        },
    }
}

EXACT = {"exact": {"type": "text", "analyzer": "passage_exact"}}


def index_body(*, shards: int = 1, vector_dims: int | None = None) -> dict[str, Any]:
    """The body of the create-index request. `vector_dims` adds a `dense_vector` of so many dimensions."""
    properties: dict[str, Any] = {name: _keyword() for name in KEYWORD_FIELDS}
    properties |= {name: {"type": "long"} for name in INTEGER_FIELDS}
    properties |= {
        "title": {"type": "text", "analyzer": "passage_stemmed", "fields": EXACT},
        "heading": {"type": "text", "analyzer": "passage_stemmed", "fields": EXACT},
        "body": {"type": "text", "analyzer": "passage_stemmed", "index_options": "offsets", "fields": EXACT},
        "listing": {"type": "boolean"},
        "title_raw": _keyword(),
        "title_key": _keyword(),
        "heading_raw": _keyword(),
        "number_raw": _keyword(),
        "number_form": _keyword(),
        "fingerprint": {"type": "keyword", "index": False},
        "edition_label": {"type": "keyword", "index": False, "doc_values": False},
        "label": {"type": "keyword", "index": False, "doc_values": False},
    }
    if vector_dims:
        properties["vector"] = {"type": "dense_vector", "dims": vector_dims, "similarity": "cosine"}
    return {
        "settings": {
            "number_of_shards": shards,
            "auto_expand_replicas": "0-1",
            # Who writes makes it findable (`SearchEngine.refresh`); more often only cuts the index into more segments.
            "refresh_interval": "10s",
            "analysis": ANALYSIS,
        },
        "mappings": {"dynamic": "strict", "_meta": {"schema_version": SCHEMA_VERSION}, "properties": properties},
    }


def document(passage: Passage, *, with_vector: bool = False) -> dict[str, Any]:
    """The stored form of a passage."""
    values: dict[str, Any] = {name: getattr(passage, name) for name in (*KEYWORD_FIELDS, *INTEGER_FIELDS)}
    values |= {
        "title": storable(passage.title),
        "title_raw": storable(passage.title),
        "title_key": fold(storable(passage.title))[:LONGEST_KEYWORD],
        "heading": [storable(part) for part in passage.heading],
        "heading_raw": [storable(part) for part in passage.heading],
        "body": storable(passage.body),
        "listing": is_listing(passage.body),
        "number_raw": storable(passage.document_number),
        "number_form": normal_form(passage.document_number),
        "edition_label": passage.edition_label,
        "label": passage.label,
        "fingerprint": passage.fingerprint,
    }
    if with_vector and passage.vector is not None:
        values["vector"] = list(passage.vector)
    return values


def _keyword() -> dict[str, Any]:
    return {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
