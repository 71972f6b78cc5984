"""From a `SEARCH_URL` to the engine it names."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from search.engines.base import SearchEngine

EMBEDDED = "embedded://"


@lru_cache(maxsize=8)
def engine_for(url: str, *, prefix: str = "forecourt", timeout: float | None = None) -> SearchEngine:
    """The engine of `url`, one per process and url.

    `embedded:///absolute/folder` or `embedded://relative/folder` is the index on disk; `http://…` and `https://…`
    (user and password may stand in it) an Elasticsearch cluster. `prefix` keeps several portals apart on one server.
    `timeout` is in seconds, for reading. Raises ValueError for any other address. Nothing is contacted yet.
    """
    if url.startswith(EMBEDDED):
        from search.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(folder=unquote(url.removeprefix(EMBEDDED)), prefix=prefix)
    if url.startswith(("http://", "https://")):
        from search.engines.elasticsearch import READ_TIMEOUT, ElasticsearchEngine

        return ElasticsearchEngine(url=url, prefix=prefix, timeout=timeout or READ_TIMEOUT)
    raise ValueError("SEARCH_URL begins with embedded://, http:// or https://")
