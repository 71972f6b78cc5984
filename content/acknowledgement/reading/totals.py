"""Sums over several dealers or editions, read from the kept sums alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from content.acknowledgement.models import AtDealer, OfDealer
from portal.network.models import Dealer

COUNTS = ("open", "confirmed", "overdue")
SUMS = {f"{name}_sum": Sum(name) for name in COUNTS}


@dataclass(frozen=True, slots=True)
class Totals:
    """Duties: who works at two dealers counts at each."""

    open: int = 0
    confirmed: int = 0
    overdue: int = 0

    @property
    def asked(self) -> int:
        return self.open + self.confirmed

    @property
    def share(self) -> float | None:
        """How much of what is asked is confirmed; None when nothing is."""
        return self.confirmed / self.asked if self.asked else None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Totals:
        """From a row of `SUMS`, in which None stands for nothing."""
        return cls(*(row[f"{name}_sum"] or 0 for name in COUNTS))

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, name) + getattr(other, name) for name in COUNTS))


def summed(parts: Iterable[Totals]) -> Totals:
    return sum(parts, start=Totals())


def of_dealers(*, at: QuerySet[Dealer]) -> Totals:
    """All that is asked for now at these dealers. One statement."""
    rows = OfDealer.objects.filter(dealer__in=at.order_by().values("pk"))
    return Totals.read(rows.aggregate(**SUMS))


def by_region(*, at: QuerySet[Dealer], edition_id: int | None = None) -> dict[str, Totals]:
    """Path of a region -> what its own dealers have: all that is asked for now, or one edition. One statement."""
    kept = OfDealer.objects if edition_id is None else AtDealer.objects.filter(edition=edition_id)
    rows = kept.filter(dealer__in=at.order_by().values("pk")).order_by()
    found: Any = rows.values("dealer__region__path").annotate(**SUMS)
    return {row["dealer__region__path"]: Totals.read(row) for row in found}
