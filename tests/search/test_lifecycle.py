from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search import lifecycle
from search.engines import embedded_store
from search.engines.base import SchemaMismatch, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.schema import SCHEMA_VERSION
from tests.contracts.passages import passage


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    made = EmbeddedEngine(folder=str(tmp_path), prefix="lifecycle")
    lifecycle.ensure_index(engine=made)
    return made


def test_a_rebuild_whose_count_differs_is_refused(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "count", lambda generation=None: 1)
    with pytest.raises(lifecycle.IncompleteIndex, match="1 of 2"):
        lifecycle.rebuild(engine=engine, passages=lambda: [passage(1, 1), passage(1, 2)])
    assert engine.generations() == ()


def test_a_rebuild_drops_its_index_when_the_engine_fails(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*, generation: str) -> None:
        raise SearchUnavailable("no")

    monkeypatch.setattr(engine, "promote", unavailable)
    with pytest.raises(SearchUnavailable):
        lifecycle.rebuild(engine=engine, passages=lambda: [passage()])
    assert (engine.generations(), engine.count()) == ((), 0)


def test_what_a_killed_rebuild_left_is_dropped_later(engine: EmbeddedEngine) -> None:
    left = engine.create_generation()
    now = datetime.now(tz=UTC)
    assert lifecycle.discard_abandoned(engine=engine, now=now + timedelta(hours=1)) == ()
    assert lifecycle.discard_abandoned(engine=engine, now=now + timedelta(hours=30)) == (left,)
    assert engine.generations() == ()


def test_an_index_of_another_schema_is_replaced_while_things_change(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.index(passages=[passage(1, 1), passage(1, 2)])
    with monkeypatch.context() as later:
        later.setattr(embedded_store, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        upgraded = EmbeddedEngine(folder=str(tmp_path), prefix="lifecycle")
        with pytest.raises(SchemaMismatch):
            list(upgraded.fingerprints())
        rebuilt = lifecycle.rebuild(
            engine=upgraded,
            passages=lambda: [passage(1, 1), passage(1, 2)],
            changes=lambda: lifecycle.Changes(frozenset({"manual:1"}), (passage(1, 1, "axle"),)),
        )
        assert (rebuilt.passages, upgraded.count()) == (1, 1)
