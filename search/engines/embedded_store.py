"""Where the embedded engine keeps its generations, and how processes share them.

    {folder}/{prefix}/live           name of the live generation; replaced by rename, so it is always whole
    {folder}/{prefix}/lock           shared by writers of the live index, exclusive for a promotion
    {folder}/{prefix}/{generation}/  one tantivy index, with `about.json` (schema version)
    {folder}/{prefix}/{generation}.lock   one writer at a time

A reader looks at two small files before each search and reopens what another process changed. A process that dies
releases its locks with its file handles; what it had not committed was never visible.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import tantivy

from search.engines.base import SchemaMismatch, SearchUnavailable
from search.engines.embedded_facets import FacetTable
from search.engines.embedded_schema import open_index
from search.engines.filters import FieldRefused
from search.schema import SCHEMA_VERSION

LOCK_TIMEOUT = 60.0
OPENING_TRIES = 4
WRITER_HEAP = 32_000_000
"""Bytes that a writer collects before it flushes a segment; tantivy's least is 15 MB."""


@contextmanager
def engine_errors() -> Iterator[None]:
    """tantivy says everything with ValueError; the disk with OSError. Both mean that the index did not answer."""
    try:
        yield
    except FieldRefused:
        raise
    except (OSError, ValueError) as error:
        raise SearchUnavailable(str(error)[:300]) from error


@dataclass(frozen=True)
class Snapshot:
    """The index as it is at one commit."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    facets: FacetTable = field(default_factory=FacetTable)


@dataclass(frozen=True)
class _Opened:
    generation: str
    stamp: tuple[int, int]
    snapshot: Snapshot


class Store:
    """The generations of one prefix. Safe for threads and for processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: _Opened | None = None
        self._mutex = threading.Lock()

    def live(self) -> str | None:
        """Name of the live generation, or None."""
        try:
            return (self.folder / "live").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SearchUnavailable(str(error)[:300]) from error

    def schema_version(self) -> int | None:
        """With which the live generation was built."""
        name = self.live()
        if name is None:
            return None
        try:
            about = json.loads((self.folder / name / "about.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise SearchUnavailable(str(error)[:300]) from error
        return int(about["schema_version"])

    def reader(self, generation: str | None = None) -> Snapshot:
        """The newest commit. Raises SchemaMismatch when there is no live index of this version."""
        if generation is not None:
            with engine_errors():
                index = open_index(str(self._path(generation)))
                return Snapshot(index, index.searcher())
        for _ in range(OPENING_TRIES - 1):
            try:
                return self._newest().snapshot
            except (OSError, ValueError):  # another process may just have promoted and removed
                continue
        with engine_errors():
            return self._newest().snapshot

    @contextmanager
    def writer(self, generation: str | None) -> Iterator[tuple[tantivy.IndexWriter, tantivy.Schema]]:
        """A writer that commits when the block ends well and writes nothing when it does not."""
        with self._lock("lock", exclusive=False):
            name = generation or self.live()
            if name is None:
                raise SchemaMismatch("the search index does not exist; rebuild it")
            with self._lock(f"{name}.lock", exclusive=True):
                with engine_errors():
                    index = open_index(str(self._path(name)))
                    writer = index.writer(heap_size=WRITER_HEAP, num_threads=1)
                try:
                    yield writer, index.schema
                except BaseException:
                    writer.rollback()
                    raise
                with engine_errors():
                    writer.commit()
                    writer.wait_merging_threads()

    def create(self) -> str:
        """A new empty generation."""
        moment = datetime.now(tz=UTC).strftime("%Y%m%d%H%M%S")
        name = f"g{moment}-{secrets.token_hex(3)}"
        with engine_errors():
            path = self._path(name)
            path.mkdir(parents=True)
            (path / "about.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION}), encoding="utf-8")
            open_index(str(path), create=True)
        return name

    def begin(self) -> bool:
        """Make an empty generation live if there is none. Returns whether there was none."""
        with self._lock("lock", exclusive=True), engine_errors():
            if self.live() is not None:
                return False
            self._make_live(self.create())
            return True

    def promote(self, generation: str) -> None:
        """Make `generation` live and remove the one before."""
        with self._lock("lock", exclusive=True), engine_errors():
            if not self._path(generation).is_dir():
                raise FileNotFoundError(generation)
            before = self.live()
            self._make_live(generation)
            if before and before != generation:
                self._remove(before)

    def _make_live(self, generation: str) -> None:
        new = self.folder / "live.new"
        with new.open("w", encoding="utf-8") as file:
            file.write(generation)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.folder / "live")

    def others(self) -> tuple[str, ...]:
        """Names of the generations that are not live."""
        with engine_errors():
            found = [path.parent.name for path in self.folder.glob("*/about.json")]
        live = self.live()
        return tuple(sorted(name for name in found if name != live))

    def drop(self, generation: str) -> None:
        """Remove a generation that is not live."""
        with self._lock("lock", exclusive=True):
            if generation == self.live():
                raise ValueError("the live index is not under construction")
            with engine_errors():
                self._remove(generation)

    def _newest(self) -> _Opened:
        name = self.live()
        if name is None:
            raise SchemaMismatch("the search index does not exist; rebuild it")
        meta = os.stat(self.folder / name / "meta.json")
        stamp = (meta.st_mtime_ns, meta.st_ino)
        opened = self._opened
        if opened and opened.generation == name and opened.stamp == stamp:
            return opened
        with self._mutex:
            if opened and opened.generation == name:
                index = opened.snapshot.index
                index.reload()
            else:
                if self.schema_version() != SCHEMA_VERSION:
                    raise SchemaMismatch("the search index was built by another version; rebuild it")
                index = open_index(str(self._path(name)))
                index.config_reader(reload_policy="manual")
                index.reload()
            searcher = index.searcher()
            if self.live() != name:
                # tantivy takes a file that is gone for an empty one: what was opened may lack words.
                raise FileNotFoundError(name)
            self._opened = _Opened(name, stamp, Snapshot(index, searcher))
            return self._opened

    def _path(self, generation: str) -> Path:
        if not generation or generation != Path(generation).name:
            raise ValueError("no name of a generation")
        return self.folder / generation

    def _remove(self, generation: str) -> None:
        shutil.rmtree(self._path(generation), ignore_errors=True)
        (self.folder / f"{generation}.lock").unlink(missing_ok=True)

    @contextmanager
    def _lock(self, name: str, *, exclusive: bool) -> Iterator[None]:
        with engine_errors():
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _acquire(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)


def _acquire(handle: int, mode: int) -> None:
    give_up = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            fcntl.flock(handle, mode | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise SearchUnavailable("another process keeps writing to the index") from None
            time.sleep(0.02)
