"""The engines that the search contract is run on.

Elasticsearch comes from `SEARCH_URL`. Without one those tests fail rather than skip; `make test-fast` deselects
them (`-m "not services"`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine

ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.services)]


def elasticsearch_url() -> str:
    """The address of the real server; the test fails when there is none."""
    url = os.environ.get("SEARCH_URL", "")
    if not url.startswith("http"):
        pytest.fail("SEARCH_URL names no Elasticsearch: run `make test`, or deselect with -m 'not services'")
    return url


@pytest.fixture(params=ENGINES)
def engine_without_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine for which nothing was ever written."""
    prefix = f"contract-{secrets.token_hex(4)}"
    if request.param == "embedded":
        yield EmbeddedEngine(folder=str(tmp_path), prefix=prefix)
        return
    engine = ElasticsearchEngine(url=elasticsearch_url(), prefix=prefix)
    yield engine
    engine.destroy()


@pytest.fixture
def search_engine(engine_without_index: SearchEngine) -> SearchEngine:
    """An engine with an empty live index of its own."""
    engine_without_index.promote(generation=engine_without_index.create_generation())
    return engine_without_index
