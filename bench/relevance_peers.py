"""What ours is measured against: a bare `match` query, and Wagtail's own search, on the same server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django
from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from bench.relevance_sets import DEPTH, JudgedSet

Ranked = dict[str, list[str]]
INDEX = "relevance-peer"
WAGTAIL_INDEX = "relevance-wagtail"

ENGLISH_AND_CJK = {
    "tokenizer": "standard",
    "filter": ["cjk_width", "lowercase", "cjk_bigram", "stop", "porter_stem"],
}
WAGTAIL = {
    "wagtail es": ("elasticsearch", None),
    "wagtail es all": ("elasticsearch", "and"),
    "wagtail db": ("default", None),
}
"""Column -> backend and operator. Wagtail's own searches of pages and documents ask for all words ("and")."""
MATCH_FIELDS = {"match standard": "standard", "match en+cjk": "english"}


def match_queries(url: str, judged: JudgedSet) -> dict[str, Ranked]:
    """Title and text in one field, one `match` query: with the standard analyzer, and with English and CJK."""
    client = Elasticsearch(url, request_timeout=60)
    client.indices.delete(index=INDEX, ignore_unavailable=True)
    fields = {"standard": {"type": "text"}, "english": {"type": "text", "analyzer": "en_cjk"}}
    analysis = {"analyzer": {"en_cjk": ENGLISH_AND_CJK}}
    client.indices.create(index=INDEX, settings={"analysis": analysis}, mappings={"properties": fields})
    documents = ((one.id, f"{one.title}\n{one.text}") for one in judged.documents)
    actions = ({"_index": INDEX, "_id": key, "standard": text, "english": text} for key, text in documents)
    bulk(client, actions, refresh=True)
    found = {name: _ranked(client, judged, field) for name, field in MATCH_FIELDS.items()}
    client.indices.delete(index=INDEX)
    return found


def wagtail_searches(url: str, judged: JudgedSet) -> dict[str, Ranked]:
    """modelsearch as it is shipped: its Elasticsearch backend and its database backend (SQLite)."""
    _set_up_django(url)
    from modelsearch.backends import get_search_backend

    from bench.peer.models import Judged

    Judged.objects.all().delete()
    Judged.objects.bulk_create(Judged(key=one.id, title=one.title, text=one.text) for one in judged.documents)
    rows = list(Judged.objects.all())
    ranked: dict[str, Ranked] = {}
    for name, (backend, operator) in WAGTAIL.items():
        engine = get_search_backend(backend)
        _fill(engine, Judged, rows)
        found = ((query, engine.search(text, Judged, operator=operator)) for query, text in judged.queries.items())
        ranked[name] = {query: _keys(hits[:DEPTH]) for query, hits in found}
    return ranked


def _ranked(client: Elasticsearch, judged: JudgedSet, field: str) -> Ranked:
    ranked: Ranked = {}
    queries = list(judged.queries.items())
    for at in range(0, len(queries), 100):
        some = queries[at : at + 100]
        bodies = ({"query": {"match": {field: text}}, "size": DEPTH, "_source": False} for _, text in some)
        searches = [part for body in bodies for part in ({}, body)]
        answers = client.msearch(index=INDEX, searches=searches)["responses"]
        for (query, _), found in zip(some, answers, strict=True):
            ranked[query] = [hit["_id"] for hit in found["hits"]["hits"]]
    return ranked


def _keys(found: Iterable[Any]) -> list[str]:
    return [one.key for one in found]


def _fill(engine: Any, model: type, rows: list[Any]) -> None:
    index = engine.get_index_for_model(model)
    index.reset()
    index.add_model(model)
    index.add_items(model, rows)
    index.refresh()


def _set_up_django(url: str) -> None:
    if settings.configured:
        return
    settings.configure(
        SECRET_KEY="bench",
        INSTALLED_APPS=["django.contrib.contenttypes", "modelsearch", "bench.peer"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MODELSEARCH_BACKENDS={
            "default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False},
            "elasticsearch": {
                "BACKEND": "modelsearch.backends.elasticsearch8",
                "URLS": [url],
                "INDEX_PREFIX": WAGTAIL_INDEX,
                "AUTO_UPDATE": False,
                "TIMEOUT": 60,
            },
        },
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
