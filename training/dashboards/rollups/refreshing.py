"""Bringing the sums up to date: what was touched within seconds, everything every few hours. Doing it again changes
nothing.

The rows of a dealer are worked out while its `DealerStanding` is locked, and those of a course while its
`CourseStanding` is: two workers do not write an older sum over a newer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.network.models import Dealer, Membership
from training.courses.models import Course
from training.dashboards.models import (
    CourseAtDealer,
    CourseMonth,
    CourseStanding,
    DealerMonth,
    DealerStanding,
    Touched,
)
from training.dashboards.rollups import counting
from training.dashboards.rollups.counting import Sums

DEALERS_AT_ONCE = 100
MOST_TOUCHED = 2000
COUNTS = ("people", "waiting", "enrolled", "in_progress", "completed", "overdue")
FLOWS = ("enrolled", "completed")


def work_off_touched(*, day: date | None = None) -> int:
    """Work out anew what the oldest touched rows are about. Returns how many rows that were."""
    rows = list(Touched.objects.order_by("pk")[:MOST_TOUCHED])
    if not rows:
        return 0
    day = day or timezone.localdate()
    whole = {row.dealer_id for row in rows if row.dealer_id is not None}
    courses_of: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.user_id is not None:
            courses_of[row.user_id] |= set() if row.course_id is None else {row.course_id}
    pairs: dict[int, set[int]] = defaultdict(set)
    for user, dealer in Membership.objects.filter(user__in=courses_of).values_list("user_id", "dealer_id"):
        pairs[dealer] |= courses_of[user]
    for chunk in _chunks(whole):
        refresh_dealers(dealers=chunk, day=day)
    narrow = {dealer: courses for dealer, courses in pairs.items() if dealer not in whole}
    for chunk in _chunks(narrow):
        refresh_dealers(dealers=chunk, courses=set().union(*(narrow[dealer] for dealer in chunk)), day=day)
    refresh_courses(courses=set().union(*courses_of.values()), day=day)
    Touched.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def repair(*, day: date | None = None) -> None:
    """Work out everything anew: what became overdue or ended with the day, and what a lost message left behind."""
    day = day or timezone.localdate()
    for chunk in _chunks(Dealer.objects.order_by("pk").values_list("pk", flat=True)):
        refresh_dealers(dealers=chunk, day=day)
    for chunk in _chunks(Course.objects.order_by("pk").values_list("pk", flat=True)):
        refresh_courses(courses=chunk, day=day)


@transaction.atomic
def refresh_dealers(*, dealers: Collection[int], courses: Collection[int] | None = None, day: date) -> None:
    """The rows of these dealers: of all courses, or of `courses` alone. A constant number of statements."""
    standings = _locked(DealerStanding, "dealer", dealers)
    kept = {"dealer__in": dealers} | ({} if courses is None else {"course__in": courses})
    cells = counting.courses_at(dealers=dealers, courses=courses, day=day)
    _follow(CourseAtDealer, ("dealer_id", "course_id"), COUNTS, cells, kept)
    months = counting.months_at(dealers=dealers, courses=courses)
    _follow(CourseMonth, ("dealer_id", "course_id", "month"), FLOWS, months, kept)
    _follow(DealerMonth, ("dealer_id", "month"), FLOWS, _summed_months(dealers), {"dealer__in": dealers})
    _sum_dealers(standings, dealers, day)


@transaction.atomic
def refresh_courses(*, courses: Collection[int], day: date) -> None:
    """The totals of these courses. A constant number of statements."""
    standings = _locked(CourseStanding, "course", courses)
    totals = counting.course_totals(courses=courses, day=day)
    for course, standing in standings.items():
        _take(standing, totals.get((course,), {}))
    CourseStanding.objects.bulk_update(standings.values(), COUNTS)


def _sum_dealers(standings: dict[int, DealerStanding], dealers: Collection[int], day: date) -> None:
    sums = {column: models.Sum(column) for column in COUNTS}
    cells = CourseAtDealer.objects.filter(dealer__in=dealers).order_by().values("dealer_id").annotate(**sums)
    totals = {row.pop("dealer_id"): row for row in cells.values("dealer_id", *COUNTS)}
    staff = counting.staff_of(dealers=dealers, day=day)
    now = timezone.now()
    for dealer, standing in standings.items():
        _take(standing, totals.get(dealer, {}))
        standing.staff, standing.late_staff, standing.certified = staff.get(dealer, (0, 0, 0))
        standing.refreshed_at = now
    columns = [*COUNTS, "staff", "late_staff", "certified", "refreshed_at"]
    DealerStanding.objects.bulk_update(standings.values(), columns, batch_size=100)


def _take(standing: DealerStanding | CourseStanding, counts: dict[str, int]) -> None:
    for column in COUNTS:
        setattr(standing, column, counts.get(column) or 0)


def _summed_months(dealers: Collection[int]) -> Sums:
    rows = CourseMonth.objects.filter(dealer__in=dealers).order_by().values_list("dealer_id", "month")
    summed = rows.annotate(enrolled_sum=models.Sum("enrolled"), completed_sum=models.Sum("completed"))
    return {
        (dealer, month): {"enrolled": enrolled, "completed": completed} for dealer, month, enrolled, completed in summed
    }


def _locked(model: Any, key: str, ids: Collection[int]) -> dict[int, Any]:
    """The standings of `ids`, made where there are none, locked in one order."""
    known = set(model.objects.filter(**{f"{key}__in": ids}).values_list(f"{key}_id", flat=True))
    missing = [model(**{f"{key}_id": one}) for one in sorted(set(ids) - known)]
    model.objects.bulk_create(missing, ignore_conflicts=True)
    rows = model.objects.select_for_update().filter(**{f"{key}__in": ids}).order_by(f"{key}_id")
    return {getattr(row, f"{key}_id"): row for row in rows}


def _follow(model: Any, key: tuple[str, ...], columns: tuple[str, ...], wanted: Sums, kept: dict[str, Any]) -> None:
    """Make the model's rows within `kept` those that are wanted; what is right already is not written."""
    present = {tuple(row[: len(key)]): row for row in model.objects.filter(**kept).values_list(*key, *columns, "pk")}
    gone = [row[-1] for found, row in present.items() if found not in wanted]
    model.objects.filter(pk__in=gone).delete()
    new, changed = [], []
    for found, counts in wanted.items():
        values = {column: counts[column] for column in columns}
        row = present.get(found)
        if row is None:
            new.append(model(**dict(zip(key, found, strict=True)), **values))
        elif row[len(key) : -1] != tuple(values.values()):
            changed.append(model(pk=row[-1], **dict(zip(key, found, strict=True)), **values))
    model.objects.bulk_create(new, batch_size=2000)
    model.objects.bulk_update(changed, columns, batch_size=200)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), DEALERS_AT_ONCE):
        yield ordered[start : start + DEALERS_AT_ONCE]
