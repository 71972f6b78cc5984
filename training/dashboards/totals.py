"""Sums over several dealers, and over months: read from the kept sums alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.network.models import Dealer
from training.courses.models import Course
from training.dashboards.models import CourseAtDealer, CourseStanding, DealerMonth, DealerStanding

COUNTS = ("people", "waiting", "enrolled", "in_progress", "completed", "overdue")
STAFF = ("staff", "late_staff", "certified")
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Totals:
    """`people` and `completed` are pairs of a person and a course over all courses, people within one. Somebody who
    works at two dealers counts at each."""

    people: int = 0
    waiting: int = 0
    enrolled: int = 0
    in_progress: int = 0
    completed: int = 0
    overdue: int = 0
    staff: int = 0
    late_staff: int = 0
    certified: int = 0

    @property
    def open(self) -> int:
        return self.waiting + self.enrolled + self.in_progress

    @property
    def share(self) -> float | None:
        """How much of what people have taken on they have completed; None when there is nothing."""
        return self.completed / self.people if self.people else None

    @property
    def on_time(self) -> float | None:
        """The share of people with nothing overdue; None when nobody works there."""
        return (self.staff - self.late_staff) / self.staff if self.staff else None

    @property
    def certified_share(self) -> float | None:
        """The share of people with a valid certificate; None when nobody works there."""
        return self.certified / self.staff if self.staff else None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Totals:
        """From a row of sums, in which None stands for nothing."""
        return cls(**{name: row.get(name) or 0 for name in (*COUNTS, *STAFF)})

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, name) + getattr(other, name) for name in (*COUNTS, *STAFF)))


def standings(*, at: QuerySet[Dealer]) -> QuerySet[DealerStanding]:
    return DealerStanding.objects.filter(dealer__in=at.order_by().values("pk"))


def of_dealers(*, at: QuerySet[Dealer]) -> Totals:
    """All courses over these dealers. One statement."""
    return Totals.read(standings(at=at).aggregate(**{name: Sum(name) for name in (*COUNTS, *STAFF)}))


def by(*, at: QuerySet[Dealer], path: str) -> dict[Any, Totals]:
    """The totals of these dealers by a column of the dealer ("region__path", "brands__name"). One statement."""
    column = f"dealer__{path}"
    rows = standings(at=at).filter(**{f"{column}__isnull": False}).order_by().values(column)
    sums = {f"{name}_sum": Sum(name) for name in (*COUNTS, *STAFF)}
    return {
        row[column]: Totals.read({name: row[f"{name}_sum"] for name in (*COUNTS, *STAFF)})
        for row in rows.annotate(**sums)
    }


@dataclass(frozen=True, slots=True)
class CourseRow:
    course_id: int
    title: str
    document_number: str
    language: str
    totals: Totals


def courses_at(*, at: QuerySet[Dealer]) -> list[CourseRow]:
    """A row for each course that people of these dealers have, by title. Two statements: the sums are made by the
    course's id alone, before its title is looked up."""
    cells = CourseAtDealer.objects.filter(dealer__in=at.order_by().values("pk")).order_by().values("course_id")
    sums: Iterable[Mapping[str, Any]] = cells.annotate(**{f"{name}_sum": Sum(name) for name in COUNTS})
    rows = {row["course_id"]: Totals.read({name: row[f"{name}_sum"] for name in COUNTS}) for row in sums}
    return _titled(rows)


def all_courses() -> list[CourseRow]:
    """The same over all people, each counted once. Two statements."""
    standings = CourseStanding.objects.filter(people__gt=0).order_by().values("course_id", *COUNTS)
    return _titled({row["course_id"]: Totals.read(row) for row in standings})


def _titled(rows: Mapping[int, Totals]) -> list[CourseRow]:
    known = Course.objects.filter(pk__in=rows).order_by("title", "pk")
    return [
        CourseRow(pk, title, number, language, rows[pk])
        for pk, title, number, language in known.values_list("pk", "title", "document_number", "language")
    ]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    enrolled: int = 0
    completed: int = 0


def months(*, at: QuerySet[Dealer], today: date | None = None) -> list[Month]:
    """The last twelve months at these dealers, this one last; empty months too. One statement."""
    span = last_months(today or timezone.localdate())
    rows = DealerMonth.objects.filter(dealer__in=at.order_by().values("pk"), month__gte=span[0]).order_by()
    found = {
        month: Month(month, enrolled, completed)
        for month, enrolled, completed in rows.values_list("month").annotate(Sum("enrolled"), Sum("completed"))
    }
    return [found.get(first, Month(first)) for first in span]


def last_months(today: date, number: int = MONTHS_SHOWN) -> list[date]:
    """The first days of the last months, that of `today` last."""
    this = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(this - number + 1, this + 1)]


def month_plot(rows: list[Month]) -> dict[str, Any]:
    """What the plot of these months draws."""
    return {
        "type": "bar",
        "labels": [date_format(row.first, "YEAR_MONTH_FORMAT") for row in rows],
        "series": [
            {"label": _("Enrolled"), "data": [row.enrolled for row in rows]},
            {"label": _("Completed"), "data": [row.completed for row in rows]},
        ],
    }
