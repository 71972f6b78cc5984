"""A trainer's own courses: those of the departments whose author they are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.network.models import User
from training.assessments.models import Attempt
from training.bank.api import departments_of
from training.courses.models import Course, Registration
from training.sessions.models import Booking, Session


def courses(*, user: User) -> QuerySet[Course]:
    """The courses with their standing (`training_sums`), by title; the caller pages it."""
    return (
        Course.objects.filter(department__in=departments_of(user))
        .select_related("training_sums", "department")
        .defer("body")
        .order_by("title", "pk")
    )


def waiting_to_grade(*, user: User) -> QuerySet[Attempt]:
    """Attempts in the department's assessments that wait for a trainer's marks, the oldest first."""
    return (
        Attempt.objects.filter(
            assessment__department__in=departments_of(user), state=Attempt.State.SUBMITTED, submitted_at__isnull=False
        )
        .select_related("assessment", "user")
        .order_by("submitted_at", "pk")
    )


def requests(*, user: User) -> QuerySet[Course]:
    """The trainer's courses for which people wait for approval, with how many (`waiting`)."""
    rows = Registration.objects.filter(course=OuterRef("pk"), state=Registration.State.REQUESTED).order_by()
    number = rows.values("course").annotate(number=Count("pk")).values("number")
    return courses(user=user).annotate(waiting=Coalesce(Subquery(number), 0)).filter(waiting__gt=0)


def sessions_to_come(*, user: User, now: datetime) -> QuerySet[Session]:
    """The department's sessions that have not ended, the next first, with the seats taken (`taken`)."""
    rows = Session.objects.filter(
        department__in=departments_of(user), state__in=Session.TO_COME, ends_at__gte=now
    ).annotate(taken=Count("bookings", filter=Q(bookings__state__in=Booking.SEATED)))
    return rows.select_related("venue").order_by("starts_at", "pk")


def has_courses(*, user: User) -> bool:
    return departments_of(user).exists()
