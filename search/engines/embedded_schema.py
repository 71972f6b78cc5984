"""The embedded index: its fields, its analyzers and the stored form of a passage. Mirrors `mapping.py`.

Text reaches tantivy already cut into words (`search.engines.analysis`), because it has no CJK tokenizer; accent
folding and English stemming are its own. What a result shows is one blob of JSON per passage, read only for
the few that are shown.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

import tantivy

from search.engines.analysis import both_fields, fold, storable
from search.engines.mapping import LONGEST_KEYWORD
from search.listing import is_listing
from search.parser import normal_form
from search.schema import INTEGER_FIELDS, KEYWORD_FIELDS, Passage

FACET_KEYWORDS = ("kind", "language", "brands", "models", "identifiers")
LONGEST_WORD = 255
KEY_END = "\x00"
"""Ends the first half of a compound key; no stored text holds it."""


def schema() -> tantivy.Schema:
    """The fields. `group` is a number that stands for the publication: tantivy counts and groups numbers fastest."""
    builder = tantivy.SchemaBuilder()
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in FACET_KEYWORDS)
    for name in INTEGER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("title", "heading", "body"):
        builder.add_text_field(name, tokenizer_name="stemmed")
        builder.add_text_field(f"{name}_exact", tokenizer_name="exact")
    for name in ("title_raw", "heading_raw", "number_raw", "title_key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("number_form", "id_fingerprint"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("group", indexed=True, fast=True)
    builder.add_integer_field("listing", indexed=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


@lru_cache(maxsize=2)
def analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    """Accents folded, and stemmed or not; the words come in lower case (`analysis.fold`), separated by spaces."""
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.ascii_fold())
    )
    return (builder.filter(tantivy.Filter.stemmer("english")) if stemmed else builder).build()


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The indexed form of one word."""
    found = analyzer(stemmed=True).analyze(word)
    return found[0] if found else word


def open_index(folder: str, *, create: bool = False) -> tantivy.Index:
    """The index in `folder`, with its analyzers known to it."""
    index = tantivy.Index(schema(), path=folder, reuse=True) if create else tantivy.Index.open(folder)
    index.register_tokenizer("stemmed", analyzer(stemmed=True))
    index.register_tokenizer("exact", analyzer(stemmed=False))
    return index


def group_of(publication: str) -> int:
    """A number of 63 bits for a publication; two share one with a chance of about n squared in 2**64."""
    return int.from_bytes(hashlib.blake2b(publication.encode(), digest_size=8).digest(), "big") >> 1


def document(passage: Passage, of: tantivy.Schema) -> tantivy.Document:
    """What is written to the index for `passage`."""
    title, heading = storable(passage.title), [storable(part) for part in passage.heading]
    body, number = storable(passage.body), storable(passage.document_number)
    title_words, heading_words, body_words = both_fields(title), list(map(both_fields, heading)), both_fields(body)
    values: dict[str, Any] = {name: _keywords(getattr(passage, name)) for name in KEYWORD_FIELDS}
    values |= {name: _integers(getattr(passage, name)) for name in INTEGER_FIELDS}
    values |= {
        "title": title_words[0],
        "title_exact": title_words[1],
        "heading": [words for words, _ in heading_words],
        "heading_exact": [words for _, words in heading_words],
        "body": body_words[0],
        "body_exact": body_words[1],
        "title_raw": title[:LONGEST_KEYWORD],
        "heading_raw": [part[:LONGEST_KEYWORD] for part in heading],
        "number_raw": number[:LONGEST_KEYWORD],
        "number_form": normal_form(number)[:LONGEST_KEYWORD],
        "title_key": f"{fold(title)[:LONGEST_KEYWORD]}{KEY_END}{storable(passage.publication)}",
        "id_fingerprint": f"{storable(passage.id)}{KEY_END}{storable(passage.fingerprint)}",
        "listing": int(is_listing(body)),
        "group": group_of(storable(passage.publication)),
        "shown": _shown(passage, heading, body),
    }
    return tantivy.Document.from_dict({name: value for name, value in values.items() if value not in ("", [])}, of)


def _shown(passage: Passage, heading: list[str], body: str) -> bytes:
    shown = {
        "id": passage.id,
        "kind": passage.kind,
        "publication": passage.publication,
        "publication_id": passage.publication_id,
        "edition_id": passage.edition_id,
        "number": passage.number,
        "label": passage.label,
        "heading": heading,
        "body": body,
    }
    return json.dumps(shown, ensure_ascii=True, separators=(",", ":")).encode()


def _keywords(value: str | tuple[str, ...]) -> list[str]:
    values = (value,) if isinstance(value, str) else value
    return [storable(one) for one in values if 0 < len(one) <= LONGEST_KEYWORD]


def _integers(value: int | tuple[int, ...]) -> list[int]:
    return [value] if isinstance(value, int) else list(value)
