"""What an engine says when it cannot be reached: never an empty result."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.base import SearchEngine, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.registry import engine_for
from search.parser import parse
from tests.contracts.passages import passage

EVERYTHING_IT_DOES: dict[str, Callable[[SearchEngine], object]] = {
    "search": lambda engine: engine.search(request=parse("brakes")),
    "search_within": lambda engine: engine.search_within(edition_id=1, request=parse("brakes")),
    "suggest": lambda engine: engine.suggest(prefix="bra"),
    "index": lambda engine: engine.index(passages=[passage()]),
    "delete": lambda engine: engine.delete(ids=["x"]),
    "delete_publication": lambda engine: engine.delete_publication(publication="manual:1"),
    "fingerprints": lambda engine: list(engine.fingerprints()),
    "create_generation": lambda engine: engine.create_generation(),
    "promote": lambda engine: engine.promote(generation="x"),
    "count": lambda engine: engine.count(),
    "generations": lambda engine: engine.generations(),
    "schema_version": lambda engine: engine.schema_version(),
    "ping": lambda engine: engine.ping(),
}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("does", EVERYTHING_IT_DOES.values(), ids=EVERYTHING_IT_DOES)
def test_a_stopped_server(closed_port: int, does: Callable[[SearchEngine], object]) -> None:
    engine = ElasticsearchEngine(url=f"http://127.0.0.1:{closed_port}", prefix="x")
    with pytest.raises(SearchUnavailable):
        does(engine)


def test_a_server_that_hangs_is_given_up_in_time(silent_port: int) -> None:
    engine = ElasticsearchEngine(url=f"http://127.0.0.1:{silent_port}", prefix="x", timeout=0.3)
    started = time.monotonic()
    with pytest.raises(SearchUnavailable):
        engine.search(request=parse("brakes"))
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("does", EVERYTHING_IT_DOES.values(), ids=EVERYTHING_IT_DOES)
def test_a_folder_that_is_none(tmp_path: Path, does: Callable[[SearchEngine], object]) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SearchUnavailable):
        does(EmbeddedEngine(folder=str(tmp_path / "file"), prefix="x"))


def test_the_registry_knows_both_and_refuses_others(tmp_path: Path) -> None:
    assert isinstance(engine_for(f"embedded://{tmp_path}"), EmbeddedEngine)
    assert isinstance(engine_for("http://user:secret@127.0.0.1:9", prefix="p"), ElasticsearchEngine)
    assert engine_for("http://127.0.0.1:9", prefix="p") is engine_for("http://127.0.0.1:9", prefix="p")
    with pytest.raises(ValueError, match="SEARCH_URL"):
        engine_for("ftp://host")
