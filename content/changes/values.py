"""What two editions are compared by, and what comes out, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What became of a page. `MOVED` stands elsewhere in the order, changed or not."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of an edition as it was read; `words` are its boxes as ingest packed them, or nothing."""

    number: int
    text: str
    label: str = ""
    words: bytes = b""


Span = tuple[int, int]
"""Characters [start, end) of a page's text; where both are one, a place between two characters."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One difference: these characters of the old page stand as those of the new one. One of them may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that is not as it was. `old` and `new` are page numbers; None where there is no such page."""

    kind: Kind
    old: int | None
    new: int | None
    hunks: tuple[Hunk, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two editions side by side: what changed, in reading order, and how many pages of the newer did not."""

    changes: tuple[PageChange, ...]
    unchanged: int
    counts: dict[Kind, int] = field(default_factory=dict)
