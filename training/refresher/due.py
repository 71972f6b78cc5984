"""What a person may be asked now: the one place that decides it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, QuerySet

from portal.network.api import Viewer
from training.bank.models import Kind, Question
from training.courses.api import Course
from training.refresher import memory
from training.refresher.choosing import Due
from training.refresher.models import Card

MOST_CONSIDERED = 2000


def cards(*, viewer: Viewer) -> QuerySet[Card]:
    """The viewer's own cards, of questions that are in use and courses that they may see today."""
    visible = Course.objects.visible_to(viewer).order_by().values("pk")
    asked = Card.objects.filter(
        user=viewer.user_id,
        question__state=Question.State.READY,
        question__current__isnull=False,
        registration__course__in=visible,
    )
    return asked.exclude(question__current__kind=Kind.ESSAY)


def due_cards(*, viewer: Viewer) -> QuerySet[Card]:
    """Those that are due."""
    return cards(viewer=viewer).filter(due_at__lte=viewer.at)


def considered(*, viewer: Viewer) -> list[Due]:
    """Those that are due, as `choose` takes them. One statement."""
    rows = due_cards(viewer=viewer).order_by("due_at", "question")
    found = rows.values_list("pk", "question", "registration__course", "due_at", "memory")[:MOST_CONSIDERED]
    return [
        Due(card, question, course, due_at, memory.retrievability(kept, at=viewer.at))
        for card, question, course, due_at, kept in found
    ]


def next_due(*, viewer: Viewer) -> datetime | None:
    """When the next card falls due, if there is one."""
    found: datetime | None = cards(viewer=viewer).filter(due_at__gt=viewer.at).aggregate(at=Min("due_at"))["at"]
    return found
