"""The small filter language in which a rule is handed to a search engine.

A rule that lives in a low layer (who may see what) must restrict an index that lives in a high one. It says so
with these values; each engine translates them into its own query. They know nothing of Django or of an engine.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The field holds at least one of `values` (exact keywords or integers). No values: nothing matches."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """An integer field lies in [gte, lte] and below `lt` / above `gt`; a bound of None is open."""

    field: str
    gte: int | None = None
    gt: int | None = None
    lte: int | None = None
    lt: int | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. No parts: everything matches."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. No parts: nothing matches."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Filter


Filter = Terms | Range | AllOf | AnyOf | Not
EVERYTHING = AllOf(())
NOTHING = AnyOf(())
