"""What writing must do on every engine: replace, delete, generations, and errors that are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from search import lifecycle
from search.engines.base import SchemaMismatch, SearchEngine, SearchUnavailable
from search.parser import parse
from search.schema import SCHEMA_VERSION, Passage
from tests.contracts.passages import passage


def ids(engine: SearchEngine, text: str) -> set[str]:
    engine.refresh()
    return {page.id for hit in engine.search(request=parse(text)).hits for page in hit.passages}


def test_indexing_again_replaces(search_engine: SearchEngine) -> None:
    assert search_engine.index(passages=[passage(1, 1, "alternator"), passage(1, 2, "battery")]) == 2
    assert search_engine.index(passages=[passage(1, 1, "starter", fingerprint="f2")]) == 1
    assert ids(search_engine, "alternator") == set()
    assert ids(search_engine, "starter") == {"edition:1:p:1"}
    assert search_engine.count() == 2
    assert sorted(search_engine.fingerprints()) == [("edition:1:p:1", "f2"), ("edition:1:p:2", "")]


def test_the_last_of_equal_ids_in_one_batch_wins(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "first"), passage(1, 1, "second")])
    assert ids(search_engine, "second") == {"edition:1:p:1"}
    assert search_engine.count() == 1


def test_deleting(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(at, page, "axle") for at in (1, 2) for page in (1, 2, 3)])
    search_engine.delete(ids=["edition:1:p:1", "nobody"])
    search_engine.refresh()
    assert search_engine.count() == 5
    search_engine.delete_publication(publication="manual:2")
    search_engine.delete_publication(publication="manual:77")
    assert ids(search_engine, "axle") == {"edition:1:p:2", "edition:1:p:3"}
    assert {one for one, _ in search_engine.fingerprints(publications=["manual:1"])} == {
        "edition:1:p:2",
        "edition:1:p:3",
    }
    assert list(search_engine.fingerprints(publications=["manual:2"])) == []


def test_a_publication_is_deleted_even_right_after_writing(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "axle")])
    search_engine.delete_publication(publication="manual:1")
    assert ids(search_engine, "axle") == set()


def test_a_generation_is_unseen_until_promoted(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "old axle")])
    generation = search_engine.create_generation()
    search_engine.index(passages=[passage(2, 1, "new axle"), passage(2, 2, "gone axle")], generation=generation)
    search_engine.delete(ids=["edition:2:p:2"], generation=generation)
    assert ids(search_engine, "axle") == {"edition:1:p:1"}
    assert search_engine.count(generation=generation) == 1
    assert search_engine.generations() == (generation,)
    with pytest.raises(ValueError, match="live"):
        promote_and_drop(search_engine, generation)
    assert ids(search_engine, "axle") == {"edition:2:p:1"}
    assert search_engine.generations() == ()
    assert search_engine.schema_version() == SCHEMA_VERSION


def promote_and_drop(engine: SearchEngine, generation: str) -> None:
    engine.promote(generation=generation)
    engine.drop(generation=generation)


def test_a_dropped_generation_changes_nothing(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "axle")])
    generation = search_engine.create_generation()
    search_engine.drop(generation=generation)
    search_engine.drop(generation=generation)
    assert ids(search_engine, "axle") == {"edition:1:p:1"}


def test_a_rebuild_keeps_what_is_written_meanwhile(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "axle"), passage(1, 2, "axle")])
    calls: list[str] = []

    def database() -> list[Passage]:
        return [passage(1, 1, "axle"), passage(1, 2, "axle"), passage(3, 1, "axle")]

    def changes() -> lifecycle.Changes:
        calls.append("asked")
        late = (passage(4, 1, "axle"),) if len(calls) == 2 else ()
        return lifecycle.Changes(frozenset({"manual:1", "manual:4"}), (passage(1, 1, "changed axle"), *late))

    rebuilt = lifecycle.rebuild(engine=search_engine, passages=database, changes=changes)
    assert rebuilt.passages == 2
    assert ids(search_engine, "axle") == {"edition:1:p:1", "edition:3:p:1", "edition:4:p:1"}
    assert ids(search_engine, "changed") == {"edition:1:p:1"}


def test_a_failed_rebuild_leaves_the_live_index(search_engine: SearchEngine) -> None:
    search_engine.index(passages=[passage(1, 1, "axle")])

    def broken() -> list[Passage]:
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        lifecycle.rebuild(engine=search_engine, passages=broken)
    assert ids(search_engine, "axle") == {"edition:1:p:1"}
    assert search_engine.generations() == ()


def test_a_batch_that_breaks_is_told(search_engine: SearchEngine) -> None:
    bad = passage(1, 1, "axle", years=(2**70,))
    with pytest.raises(SearchUnavailable):
        search_engine.index(passages=[bad])
    assert ids(search_engine, "axle") == set()


def test_without_an_index_reading_and_writing_say_so(engine_without_index: SearchEngine) -> None:
    engine = engine_without_index
    assert engine.schema_version() is None
    with pytest.raises(SchemaMismatch):
        engine.search(request=parse("axle"))
    with pytest.raises((SchemaMismatch, SearchUnavailable)):
        engine.index(passages=[passage(1, 1)])
    assert engine.schema_version() is None
    assert lifecycle.ensure_index(engine=engine) is True
    assert lifecycle.ensure_index(engine=engine) is False
    assert engine.count() == 0
    engine.ping()


def test_those_who_begin_at_once_begin_one_index(engine_without_index: SearchEngine) -> None:
    engine, together = engine_without_index, Barrier(4)

    def begin(_number: int) -> bool:
        together.wait()
        return engine.begin()

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(begin, range(4)))
    assert sorted(made) == [False, False, False, True]
    engine.index(passages=[passage(1, 1, "axle")])
    engine.refresh()
    assert ids(engine, "axle") == {"edition:1:p:1"}
    assert engine.generations() == ()
    lifecycle.rebuild(engine=engine, passages=lambda: [passage(2, 1, "axle")])
    assert ids(engine, "axle") == {"edition:2:p:1"}
    assert engine.begin() is False
    assert engine.generations() == ()
