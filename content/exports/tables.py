"""Which tables there are. Rooms name theirs; this room knows none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.library.api import NotVisible
from portal.network.api import Viewer
from portal.network.models import User

EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Opened:
    """A table as one person may see it now. `rows` reads its cells in one order, a row at a time; `size` says about how
    many there are. `filename` is without date and extension. `grounds` is on what the person sees these rows: a file of
    them is handed out only to who has all of that still."""

    title: str
    filename: str
    head: Sequence[object]
    rows: Callable[[], Iterable[Iterable[object]]]
    size: Callable[[], int]
    grounds: frozenset[str]


Opens = Callable[[Viewer, User, Mapping[str, Any]], Opened]


@dataclass(frozen=True, slots=True)
class _Known:
    title: Any
    opens: Opens


_tables: dict[str, _Known] = {}


def register_table(name: str, *, title: Any, opens: Opens) -> None:
    """Let people take a table away. `opens(viewer, user, asked)` raises NotVisible; `asked` (JSON) is what the room's
    view made of the request. `name` is "room.table". From an app's `ready`."""
    _tables[name] = _Known(title, opens)


def open_table(*, viewer: Viewer, user: User, name: str, asked: Mapping[str, Any]) -> Opened:
    """The table as the person may see it now. Raises NotVisible."""
    known = _tables.get(name)
    if known is None:
        raise NotVisible
    return known.opens(viewer, user, asked)


def title_of(name: str) -> str:
    """What the table is called, in the active language; "" for one that there is no more."""
    known = _tables.get(name)
    return str(known.title) if known else ""


def grounds_of(viewer: Viewer) -> frozenset[str]:
    """On what a viewer sees what is at dealers: as staff of the maker, or as manager of each of these."""
    if viewer.everything:
        return frozenset([EVERYTHING])
    return frozenset(f"dealer:{pk}" for pk in viewer.managed_dealers)


def covers(now: Iterable[str], then: Iterable[str]) -> bool:
    """Whether who has the grounds `now` has those of `then`."""
    found = set(now)
    return EVERYTHING in found or found >= set(then)
