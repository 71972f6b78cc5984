"""Whether a publication applies to a vehicle: yes, no, or it depends on what is not known. Pure.

What is known of a vehicle is a set of possibilities for each fact; None is "anything". To learn is to have fewer
possibilities. A row holds when each of its cells does, and a publication applies when one of its rows holds; without
rows it applies to everything. A publication is left out only when no possibility is left: what may apply is kept, with
the facts that would decide it.

`content.library.fitting` says the same as a queryset; `tests/content/library/test_fitting.py` proves the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from content.library.vin import Vin, fits

Possible = frozenset[Any] | None
"""The values that a fact may still have; None: any."""


class Fact(StrEnum):
    """What can be known of a vehicle."""

    BRAND = "brand"
    MODEL = "model"
    YEAR = "year"
    ENGINE = "engine"
    BODY = "body"
    DRIVE = "drive"
    MARKET = "market"
    VIN = "vin"


VARIANTS = (Fact.ENGINE, Fact.BODY, Fact.DRIVE)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What is known of a vehicle. Brand, model and variants are keys, a market is a code of ISO 3166."""

    brand: Possible = None
    model: Possible = None
    year: Possible = None
    engine: Possible = None
    body: Possible = None
    drive: Possible = None
    market: Possible = None
    vin: Vin | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a publication applies to. Cells that are None or "" hold for any vehicle.

    `variant` is its kind and key. `stem` is a mask of the first eleven characters of a VIN; the serial numbers, both
    included, are of that stem, and an empty one is an open end.
    """

    brand: int
    model: int | None = None
    variant: tuple[Fact, int] | None = None
    year_from: int | None = None
    year_to: int | None = None
    market: str = ""
    stem: str = ""
    serial_from: str = ""
    serial_to: str = ""


class Answer(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: the facts that would decide a MAYBE, none otherwise."""

    answer: Answer
    missing: frozenset[Fact] = frozenset()


YES, NO = Verdict(Answer.YES), Verdict(Answer.NO)


def applies(rows: Iterable[Row], vehicle: Vehicle) -> Verdict:
    """Whether what has these rows applies to the vehicle."""
    verdicts = [_row(row, vehicle) for row in rows]
    if not verdicts or YES in verdicts:
        return YES
    missing = frozenset[Fact]().union(*(verdict.missing for verdict in verdicts))
    return Verdict(Answer.MAYBE, missing) if missing else NO


def _row(row: Row, vehicle: Vehicle) -> Verdict:
    missing = set()
    for fact, answer in _cells(row, vehicle):
        if answer is Answer.NO:
            return NO
        if answer is Answer.MAYBE:
            missing.add(fact)
    return Verdict(Answer.MAYBE, frozenset(missing)) if missing else YES


def _cells(row: Row, vehicle: Vehicle) -> Iterator[tuple[Fact, Answer]]:
    yield Fact.BRAND, _among(vehicle.brand, row.brand.__eq__)
    if row.model is not None:
        yield Fact.MODEL, _among(vehicle.model, row.model.__eq__)
    if row.variant is not None:
        kind, key = row.variant
        yield kind, _among(getattr(vehicle, kind), key.__eq__)
    if row.year_from is not None or row.year_to is not None:
        yield Fact.YEAR, _among(vehicle.year, lambda year: _between(row.year_from, year, row.year_to))
    if row.market:
        yield Fact.MARKET, _among(vehicle.market, row.market.__eq__)
    if row.stem:
        yield Fact.VIN, _number(row, vehicle.vin)


def _among(possible: Possible, holds: Callable[[Any], bool]) -> Answer:
    """Of all the possibilities, some, or none."""
    if possible is None:
        return Answer.MAYBE
    held = {holds(one) for one in possible}
    if held == {True}:
        return Answer.YES
    return Answer.MAYBE if True in held else Answer.NO


def _number(row: Row, vin: Vin | None) -> Answer:
    if vin is None:
        return Answer.MAYBE
    holds = fits(row.stem, vin.stem) and _between(row.serial_from or None, vin.serial, row.serial_to or None)
    return Answer.YES if holds else Answer.NO


def _between(low: Any, value: Any, high: Any) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def overlapping(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of places in `rows` of which one vehicle could meet both."""
    return [(left, right) for left, right in combinations(range(len(rows)), 2) if _meet(rows[left], rows[right])]


def share(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether one vehicle could be what both of these apply to. Without rows: everything."""
    return not left or not right or any(_meet(one, other) for one in left for other in right)


def _meet(left: Row, right: Row) -> bool:
    variants = left.variant and right.variant and left.variant[0] == right.variant[0]
    return (
        left.brand == right.brand
        and (None in (left.model, right.model) or left.model == right.model)
        and (not variants or left.variant == right.variant)
        and ("" in (left.market, right.market) or left.market == right.market)
        and _ranges_meet(left.year_from, left.year_to, right.year_from, right.year_to)
        and (not (left.stem and right.stem) or _masks_meet(left.stem, right.stem))
        and _ranges_meet(
            left.serial_from or None, left.serial_to or None, right.serial_from or None, right.serial_to or None
        )
    )


def _ranges_meet(low: Any, high: Any, other_low: Any, other_high: Any) -> bool:
    return (high is None or other_low is None or other_low <= high) and (
        low is None or other_high is None or low <= other_high
    )


def _masks_meet(left: str, right: str) -> bool:
    return all(one == other or "?" in (one, other) for one, other in zip(left, right, strict=True))
