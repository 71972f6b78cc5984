"""Totals for those who answer for others: never an answer, a card or a quiz of one person.

A course is told only where at least `FEWEST` people have cards of it: the total of one person is theirs alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.network.api import Viewer
from portal.network.models import Department, User
from training.bank.models import Question
from training.courses.api import Course, team
from training.refresher.history import counting
from training.refresher.models import Card
from training.refresher.rating import AGAIN

FEWEST = 3
LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Total:
    """Of a course: `share_due` of the `cards` are due; `retention` is the share of the `reviews` of the last 90 days
    in which the question was still known, None where too few people were asked."""

    course_id: int
    title: str
    people: int
    cards: int
    due: int
    reviews: int
    retention: float | None

    @property
    def share_due(self) -> float:
        return self.due / self.cards


def for_team(*, viewer: Viewer) -> list[Total]:
    """Of the people whom the viewer manages today."""
    people = team(viewer=viewer).order_by().values("pk")
    return _totals(Card.objects.filter(user__in=people), at=viewer.at)


def for_trainers(*, departments: Iterable[Department], at: datetime | None = None) -> list[Total]:
    """Of the courses of the departments, over everybody."""
    courses = Course.objects.filter(department__in=departments).order_by().values("pk")
    people = User.objects.filter(is_active=True).order_by().values("pk")
    own = Card.objects.filter(registration__course__in=courses, user__in=people)
    return _totals(own, at=at or timezone.now())


def _totals(cards: QuerySet[Card], *, at: datetime) -> list[Total]:
    """By title. Two statements."""
    in_use = cards.filter(question__state=Question.State.READY)
    rows = (
        in_use.order_by()
        .values("registration__course", "registration__course__title")
        .annotate(people=Count("user", distinct=True), cards=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)))
        .filter(people__gte=FEWEST)
        .order_by("registration__course__title", "registration__course")
    )
    lately = (
        counting()
        .filter(card__in=in_use.order_by().values("pk"), at__gt=at - LATELY)
        .values("card__registration__course")
        .annotate(
            asked=Count("pk"),
            known=Count("pk", filter=Q(rating__gt=AGAIN)),
            people=Count("card__user", distinct=True),
        )
        .filter(people__gte=FEWEST)
    )
    known = {row["card__registration__course"]: row for row in lately}
    return [_total(row, known.get(row["registration__course"])) for row in rows]


def _total(row: Mapping[str, Any], lately: Mapping[str, Any] | None) -> Total:
    return Total(
        course_id=row["registration__course"],
        title=str(row["registration__course__title"]),
        people=row["people"],
        cards=row["cards"],
        due=row["late"],
        reviews=lately["asked"] if lately else 0,
        retention=lately["known"] / lately["asked"] if lately else None,
    )
