"""How much a person still knew, month by month: for themselves only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.network.models import User
from training.refresher.models import Quiz, Review
from training.refresher.rating import AGAIN

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`asked` questions in the month, of which `known`."""

    month: date
    asked: int
    known: int

    @property
    def retention(self) -> float:
        return self.known / self.asked


def counting() -> QuerySet[Review]:
    """The reviews that count: the last of each item."""
    last = Review.objects.filter(item=OuterRef("item")).order_by("-sequence").values("sequence")[:1]
    return Review.objects.annotate(last=Subquery(last)).filter(sequence=F("last")).order_by()


def months(*, user: User) -> list[Month]:
    """The last months in which the person was asked, oldest first. One statement."""
    rows = (
        counting()
        .filter(card__user=user)
        .annotate(month=TruncMonth("at"))
        .values("month")
        .annotate(asked=Count("pk"), known=Count("pk", filter=Q(rating__gt=AGAIN)))
        .order_by("-month")[:MONTHS]
    )
    found = [Month(row["month"].date(), row["asked"], row["known"]) for row in rows]
    return found[::-1]


def plot(found: Sequence[Month]) -> dict[str, Any]:
    """For static/js/training/plot.js."""
    return {
        "type": "line",
        "labels": [date_format(one.month, "YEAR_MONTH_FORMAT") for one in found],
        "series": [{"label": _("Known"), "data": [round(one.retention, 4) for one in found]}],
        "max": 1,
        "percent": True,
    }


def quizzes(*, user: User) -> QuerySet[Quiz]:
    """The person's quizzes that have ended, the newest first, each with `asked` and `known`."""
    of_quiz = counting().filter(item__quiz=OuterRef("pk")).order_by().values("item__quiz")
    counted = of_quiz.annotate(n=Count("pk")).values("n")
    right = of_quiz.filter(rating__gt=AGAIN).annotate(n=Count("pk")).values("n")
    ended = Quiz.objects.filter(user=user, ended_at__isnull=False)
    return (
        ended.annotate(asked=Subquery(counted), known=Subquery(right))
        .filter(asked__gt=0)
        .order_by("-started_at", "-pk")
    )
