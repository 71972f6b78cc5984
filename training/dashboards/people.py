"""People in dashboards: how they stand, counted from their own registrations, a page of them at a time."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.network.api import Viewer
from portal.network.models import Dealer, User
from training.courses.models import Registration
from training.needs import scope


def standing(*, viewer: Viewer, at: QuerySet[Dealer] | None = None, today: date | None = None) -> QuerySet[User]:
    """The people with `open_courses`, `overdue`, `completed` and `next_due`. The caller pages it: each is counted when
    its page is read."""
    today = today or timezone.localdate()
    own = Registration.objects.filter(user=OuterRef("pk")).order_by()
    still = Q(state__in=Registration.OPEN)

    def number(condition: Q) -> Coalesce:
        rows = own.filter(condition).values("user").annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(rows), 0)

    return scope.people(viewer=viewer, at=at).annotate(
        open_courses=number(still),
        overdue=number(still & Q(due_on__lt=today)),
        completed=number(Q(state=Registration.State.COMPLETED)),
        next_due=Subquery(own.filter(still, due_on__isnull=False).order_by("due_on").values("due_on")[:1]),
    )


def overdue(*, viewer: Viewer, at: QuerySet[Dealer] | None = None, today: date | None = None) -> QuerySet[Registration]:
    """What is open past its day, the longest first."""
    today = today or timezone.localdate()
    return _listed(scope.registrations(viewer=viewer, at=at).filter(state__in=Registration.OPEN, due_on__lt=today))


def due_within(
    *, viewer: Viewer, days: int, at: QuerySet[Dealer] | None = None, today: date | None = None
) -> QuerySet[Registration]:
    """What is open and due today or within `days`, the nearest first."""
    today = today or timezone.localdate()
    span = (today, today + timedelta(days=days))
    return _listed(scope.registrations(viewer=viewer, at=at).filter(state__in=Registration.OPEN, due_on__range=span))


def registrations(*, user: User) -> QuerySet[Registration]:
    """A person's record: the open ones by the day they are due, then the newest. Ask `scope.person` first."""
    rows = Registration.objects.filter(user=user).select_related("course", "version")
    return rows.defer("course__body", "version__body").order_by(
        F("completed_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-pk"
    )


def _listed(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("user", "course").defer("course__body").order_by("due_on", "user__last_name", "pk")
