"""Whom a rule means on a day, and where they stand with one of its courses. Querysets alone; nothing is changed."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from portal.network.api import Visibility, memberships_reached
from portal.network.models import Membership, User
from training.courses.models import Course, Registration
from training.enrolment.models import EnrolmentRule, RuleEnrolment

NEW, ALREADY, COMPLETED, WITHDRAWN = "new", "already", "completed", "withdrawn"
"""Where a person stands: to be enrolled, open already, completed and not due again, withdrawn from what the same rule
enrolled them for."""


def members(*, rule: EnrolmentRule, day: date) -> QuerySet[Membership]:
    """Memberships that hold on the day and meet the rule, as they would an audience."""
    found = memberships_reached(audience=Visibility(**rule.audience()), day=day)
    return found.filter(starts__gt=day - timedelta(days=rule.starters_within)) if rule.starters_within else found


def matching(*, rule: EnrolmentRule, day: date) -> QuerySet[User]:
    """The people whom the rule means on the day, by id."""
    theirs = members(rule=rule, day=day).order_by().values("user")
    return User.objects.filter(pk__in=theirs, is_active=True).order_by("pk")


def with_standing(*, people: QuerySet[User], rule: EnrolmentRule, course: Course, day: date) -> QuerySet[User]:
    """`people` with `standing`, one of the four, and `linked`: their open registration is known to be the rule's."""
    own = Registration.objects.filter(user=OuterRef("pk"), course=course).order_by()
    by_rule = RuleEnrolment.objects.filter(
        rule=rule, registration__user=OuterRef("pk"), registration__course=course
    ).order_by()
    completed = own.filter(state=Registration.State.COMPLETED)
    if rule.retake_months:
        completed = completed.filter(completed_at__gt=months_before(day, rule.retake_months))
    is_open = Registration.OPEN
    return people.annotate(
        standing=Case(
            When(Exists(own.filter(state__in=is_open)), then=Value(ALREADY)),
            When(Exists(by_rule.filter(registration__state=Registration.State.WITHDRAWN)), then=Value(WITHDRAWN)),
            When(Exists(completed), then=Value(COMPLETED)),
            default=Value(NEW),
            output_field=CharField(),
        ),
        linked=Exists(by_rule.filter(registration__state__in=is_open)),
    )


def takeable() -> QuerySet[Course]:
    """The courses that can be taken now, whoever may see them: published and between their dates."""
    now = timezone.now()
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=now)
    lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return Course.objects.filter(begun, lasts, live=True, archived_at__isnull=True).defer("body", "objectives")


def months_before(day: date, months: int) -> datetime:
    """The end of the day that lies so many months before; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    before = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return timezone.make_aware(datetime.combine(before + timedelta(days=1), datetime.min.time()))


@dataclass(frozen=True, slots=True)
class CourseForecast:
    """What a rule would do for one of its courses: people by standing."""

    course: Course
    new: int
    already: int
    completed: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.new + self.already + self.completed + self.withdrawn


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a rule would do on a day. `people` counts each person once, whatever the number of courses."""

    people: int
    courses: tuple[CourseForecast, ...]
    first: tuple[User, ...]

    @property
    def new(self) -> int:
        return sum(one.new for one in self.courses)

    @property
    def already(self) -> int:
        return sum(one.total - one.new for one in self.courses)


FIRST = 20


def forecast(*, rule: EnrolmentRule, day: date | None = None) -> Forecast:
    """What the rule would do, changing nothing. One statement a course, and eight."""
    day = day or timezone.localdate()
    people = matching(rule=rule, day=day)
    courses = []
    for course in rule.courses.defer("body").order_by("title", "pk"):
        standing = with_standing(people=people, rule=rule, course=course, day=day)
        counts = dict(standing.order_by().values_list("standing").annotate(Count("pk")))  # type: ignore[misc]
        courses.append(CourseForecast(course, *(counts.get(name, 0) for name in (NEW, ALREADY, COMPLETED, WITHDRAWN))))
    first = people.order_by("last_name", "first_name", "pk")[:FIRST]
    return Forecast(people=people.count(), courses=tuple(courses), first=tuple(first))
