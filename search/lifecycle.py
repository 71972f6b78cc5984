"""How an index is replaced while it serves: new generation, fill, catch up, verify, swap; never in place.

What is written during a rebuild goes to the live index as always. So that the new one has it too, the caller says
what changed since the rebuild began (its outbox knows), and it is asked twice: before the swap, so that hardly
anything is missing when the new index goes live, and after it, for what was written in between. Changes carry the
present state, so applying one twice does no harm. A rebuild that fails leaves the live index as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from search.engines.base import SearchEngine
from search.schema import Passage

ABANDONED_AFTER = timedelta(hours=24)
_MOMENT = re.compile(r"(?<!\d)(\d{14})-[0-9a-f]+$")


class IncompleteIndex(Exception):
    """The new index does not hold what was written to it; it was dropped and the live one kept."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a moment: the keys of publications, and every passage that they have now."""

    publications: frozenset[str] = frozenset()
    present: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The generation that is live now and how many passages it held when it became so."""

    generation: str
    passages: int


@dataclass(slots=True)
class _Filling:
    ids: set[str] = field(default_factory=set)

    def noting(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        for passage in passages:
            self.ids.add(passage.id)
            yield passage


def rebuild(
    *,
    engine: SearchEngine,
    passages: Callable[[], Iterable[Passage]],
    changes: Callable[[], Changes] = Changes,
) -> Rebuilt:
    """Build a new index from `passages()` and make it live.

    `passages` is read once, streamed. `changes` returns what changed since `rebuild` was called and is called twice.
    Raises `IncompleteIndex` when the count does not agree and `SearchUnavailable` when the engine fails; whatever is
    raised before the swap, by the callables too, drops the half-built index.
    """
    generation = engine.create_generation()
    filling = _Filling()
    try:
        engine.index(passages=filling.noting(passages()), generation=generation)
        _apply(engine, changes(), filling, generation=generation)
        stored = engine.count(generation=generation)
        if stored != len(filling.ids):
            raise IncompleteIndex(f"{stored} of {len(filling.ids)} passages are in the new index")
        engine.promote(generation=generation)
    except BaseException:
        engine.drop(generation=generation)
        raise
    _apply(engine, changes(), filling, generation=None)
    engine.refresh()
    return Rebuilt(generation=generation, passages=stored)


def ensure_index(*, engine: SearchEngine) -> bool:
    """Make an empty live index where there is none. Returns whether it had to. A live index of another schema
    version is left alone: only a rebuild replaces it."""
    return engine.schema_version() is None and engine.begin()


def discard_abandoned(*, engine: SearchEngine, now: datetime | None = None) -> tuple[str, ...]:
    """Drop generations that a killed rebuild left behind more than ABANDONED_AFTER ago. Returns their names."""
    oldest = (now or datetime.now(tz=UTC)) - ABANDONED_AFTER
    abandoned = tuple(name for name in engine.generations() if _begun(name) < oldest)
    for name in abandoned:
        engine.drop(generation=name)
    return abandoned


def _apply(engine: SearchEngine, changes: Changes, filling: _Filling, *, generation: str | None) -> None:
    present = list(filling.noting(changes.present))
    wanted = {passage.id for passage in present}
    # Asked of the index that is written: the live one may be of another schema, which nobody can read.
    gone = [
        pk
        for pk, _fingerprint in engine.fingerprints(publications=changes.publications, generation=generation)
        if pk not in wanted
    ]
    if present:
        engine.index(passages=present, generation=generation)
    if gone:
        engine.delete(ids=gone, generation=generation)
        filling.ids.difference_update(gone)


def _begun(generation: str) -> datetime:
    found = _MOMENT.search(generation)
    if found is None:
        return datetime.now(tz=UTC)
    return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
