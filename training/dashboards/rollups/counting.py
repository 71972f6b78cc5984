"""The sums, worked out from registrations and dated memberships. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate, TruncMonth

from portal.network.models import Membership
from training.certification.models import Certification
from training.courses.models import Registration

State = Registration.State
COUNTED = (*Registration.OPEN, State.COMPLETED)

Sums = dict[tuple[Any, ...], dict[str, int]]
"""Key of a row -> its counts."""


def _counts(path: str, *, person: str, day: date) -> dict[str, Count]:
    """The columns of `Counts` over registrations at `path` ("" or "user__registrations__")."""
    number = f"{path}pk"

    def of(**more: Any) -> Q:
        return Q(**{f"{path}{name}": value for name, value in more.items()})

    return {
        "people": Count(person, distinct=True),
        "waiting": Count(number, filter=of(state=State.REQUESTED), distinct=True),
        "enrolled": Count(number, filter=of(state=State.ENROLLED), distinct=True),
        "in_progress": Count(number, filter=of(state=State.IN_PROGRESS), distinct=True),
        "completed": Count(person, filter=of(state=State.COMPLETED), distinct=True),
        "overdue": Count(number, filter=of(state__in=Registration.OPEN, due_on__lt=day), distinct=True),
    }


def courses_at(*, dealers: Collection[int], courses: Collection[int] | None, day: date) -> Sums:
    """(dealer, course) -> counts of the people who work there on `day`. One statement."""
    rows = Membership.objects.on(day).filter(dealer__in=dealers, user__registrations__state__in=COUNTED)
    if courses is not None:
        rows = rows.filter(user__registrations__course__in=courses)
    found: Any = (
        rows.order_by()
        .values("dealer_id", course_id=F("user__registrations__course_id"))
        .annotate(**_counts("user__registrations__", person="user_id", day=day))
    )
    return {(row.pop("dealer_id"), row.pop("course_id")): row for row in found}


def course_totals(*, courses: Collection[int], day: date) -> Sums:
    """(course,) -> counts over all people. One statement."""
    rows = Registration.objects.filter(course__in=courses, state__in=COUNTED).order_by().values("course_id")
    found: Any = rows.annotate(**_counts("", person="user_id", day=day))
    return {(row.pop("course_id"),): row for row in found}


def staff_of(*, dealers: Collection[int], day: date) -> dict[int, tuple[int, int, int]]:
    """dealer -> (people who work there on `day`, those of them with something overdue, those with a valid certificate).
    One statement."""
    late = Registration.objects.filter(user=OuterRef("user"), state__in=Registration.OPEN, due_on__lt=day)
    held = Certification.objects.valid_on(day).filter(user=OuterRef("user"))
    rows = (
        Membership.objects.on(day)
        .filter(dealer__in=dealers, user__is_active=True)
        .annotate(late=Exists(late), held=Exists(held))
        .order_by()
        .values("dealer_id")
        .annotate(
            staff=Count("user_id", distinct=True),
            late_staff=Count("user_id", filter=Q(late=True), distinct=True),
            certified=Count("user_id", filter=Q(held=True), distinct=True),
        )
    )
    return {row["dealer_id"]: (row["staff"], row["late_staff"], row["certified"]) for row in rows}


def months_at(*, dealers: Collection[int], courses: Collection[int] | None) -> Sums:
    """(dealer, course, first day of the month) -> what happened while the person worked there. Two statements."""
    found: Sums = defaultdict(lambda: {"enrolled": 0, "completed": 0})
    for column, instant in (("enrolled", "created_at"), ("completed", "completed_at")):
        for dealer, course, month, number in _happened(instant, dealers, courses):
            found[dealer, course, month.date()][column] = number
    return dict(found)


def _happened(instant: str, dealers: Collection[int], courses: Collection[int] | None) -> Any:
    """What has an instant, by the dealers at which the person worked on its day: all in one filter, so that it is one
    and the same membership."""
    rows = Registration.objects.filter(**{f"{instant}__isnull": False}).exclude(state=State.DECLINED)
    if courses is not None:
        rows = rows.filter(course__in=courses)
    return (
        rows.annotate(day=TruncDate(instant))
        .filter(
            Q(user__memberships__ends__isnull=True) | Q(user__memberships__ends__gte=F("day")),
            user__memberships__starts__lte=F("day"),
            user__memberships__dealer__in=dealers,
        )
        .annotate(month=TruncMonth(instant))
        .order_by()
        .values_list("user__memberships__dealer_id", "course_id", "month")
        .annotate(number=Count("pk", distinct=True))
    )
