"""How far somebody is in a path of requirements. Pure: what is asked for and what is earned in, numbers out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Item(NamedTuple):
    """One thing to complete."""

    kind: Literal["course", "curriculum", "scheme"]
    id: int


@dataclass(frozen=True, slots=True)
class Demand:
    """A set of things: all of them, `count` of them, or all in order. One that is not required is an offer."""

    items: tuple[Item, ...]
    rule: str = "all"
    count: int | None = None
    required: bool = True
    title: str = ""

    @property
    def needed(self) -> int:
        """How many of the items are enough."""
        if self.rule == "n_of":
            return min(self.count or 1, len(self.items))
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Met:
    """What of a demand is met: the items that count, and those to go on with."""

    demand: Demand
    counted: tuple[Item, ...]
    next: tuple[Item, ...]

    @property
    def done(self) -> int:
        """Counted items, at most as many as are needed."""
        return min(len(self.counted), self.demand.needed)

    @property
    def complete(self) -> bool:
        return self.done == self.demand.needed


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a path is. What is only offered counts neither way; a path that requires nothing is never complete."""

    sets: tuple[Met, ...]

    @property
    def done(self) -> int:
        return sum(met.done for met in self.sets if met.demand.required)

    @property
    def required(self) -> int:
        return sum(met.demand.needed for met in self.sets if met.demand.required)

    @property
    def complete(self) -> bool:
        return self.required > 0 and self.done == self.required

    @property
    def next(self) -> tuple[Item, ...]:
        """What to go on with to complete the path, in its order."""
        return tuple(item for met in self.sets if met.demand.required and not met.complete for item in met.next)


def reach(demands: tuple[Demand, ...], earned: Container[Item]) -> Reached:
    """How far somebody is who has earned these items."""
    return Reached(tuple(_meet(demand, earned) for demand in demands))


def _meet(demand: Demand, earned: Container[Item]) -> Met:
    """In an ordered set an item counts once all before it are earned, in whatever order that came about."""
    if demand.rule != "ordered":
        counted = tuple(item for item in demand.items if item in earned)
        missing = tuple(item for item in demand.items if item not in earned)
        return Met(demand, counted, missing if len(counted) < demand.needed else ())
    reached = next((n for n, item in enumerate(demand.items) if item not in earned), len(demand.items))
    return Met(demand, demand.items[:reached], demand.items[reached : reached + 1])
