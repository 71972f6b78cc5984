"""What several processes do to one embedded index, and what is left when one dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import SchemaMismatch, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.lifecycle import ensure_index
from search.parser import parse
from search.schema import Passage
from tests.contracts.passages import passage

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    made = EmbeddedEngine(folder=str(tmp_path), prefix="e")
    ensure_index(engine=made)
    return made


def total(engine: EmbeddedEngine, text: str) -> int:
    return engine.search(request=parse(text)).total


def write_some(folder: str, worker: int) -> None:
    engine = EmbeddedEngine(folder=folder, prefix="e")
    for page in range(5):
        engine.index(passages=[passage(worker, page, "written")])


def write_slowly(folder: str, started: str) -> None:
    def passages() -> Iterator[Passage]:
        for page in range(10_000):
            yield passage(9, page, "half")
            Path(started).touch()
            time.sleep(0.05)

    EmbeddedEngine(folder=folder, prefix="e").index(passages=passages())


def test_writers_of_several_processes_wait_for_each_other(engine: EmbeddedEngine, tmp_path: Path) -> None:
    assert total(engine, "written") == 0
    workers = [SPAWN.Process(target=write_some, args=(str(tmp_path), at)) for at in (1, 2, 3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert (engine.count(), total(engine, "written")) == (15, 3)


@pytest.mark.fault
def test_a_killed_writer_leaves_what_was_there_and_no_lock(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.index(passages=[passage(1, 1, "whole")])
    started = tmp_path / "started"
    writer = SPAWN.Process(target=write_slowly, args=(str(tmp_path), str(started)))
    writer.start()
    while not started.exists():
        assert writer.is_alive()
        time.sleep(0.05)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    assert (total(engine, "whole"), total(engine, "half")) == (1, 0)
    engine.index(passages=[passage(2, 1, "whole")])
    assert total(engine, "whole") == 2


def test_a_half_written_pointer_is_never_seen(engine: EmbeddedEngine, tmp_path: Path) -> None:
    engine.index(passages=[passage(1, 1, "whole")])
    (tmp_path / "e" / "live.new").write_text("g2026")
    assert total(engine, "whole") == 1


def test_readers_go_on_while_generations_come_and_go(engine: EmbeddedEngine) -> None:
    engine.index(passages=[passage(1, 1, "axle")])
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                assert total(engine, "axle") == 1
            except BaseException as error:  # noqa: BLE001  # handed to the test below
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(12):
        generation = engine.create_generation()
        engine.index(passages=[passage(1, 1, "axle")], generation=generation)
        engine.promote(generation=generation)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_an_index_of_another_version_must_be_rebuilt(engine: EmbeddedEngine, tmp_path: Path) -> None:
    (about,) = (tmp_path / "e").glob("*/about.json")
    about.write_text('{"schema_version": 0}')
    assert engine.schema_version() == 0
    with pytest.raises(SchemaMismatch):
        engine.search(request=parse("axle"))


def test_a_damaged_index_is_told(engine: EmbeddedEngine, tmp_path: Path) -> None:
    (meta,) = (tmp_path / "e").glob("*/meta.json")
    meta.write_text("{")
    with pytest.raises(SearchUnavailable):
        EmbeddedEngine(folder=str(tmp_path), prefix="e").search(request=parse("axle"))


@pytest.mark.parametrize("name", ["../other", "", "a/b"])
def test_no_generation_lies_outside_the_folder(engine: EmbeddedEngine, name: str) -> None:
    with pytest.raises((ValueError, SearchUnavailable)):
        engine.drop(generation=name)
