"""Cards for who has completed a course: one for each question that its assessments may ask and a machine can grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core import outbox
from training.assessments.composing import plan, sections_of
from training.assessments.models import Assessment
from training.bank.models import Kind, Question
from training.courses.api import Lesson, Outline, Registration
from training.refresher import memory
from training.refresher.goals import retention_of
from training.refresher.models import Card

OWED = "refresher.cards"
"""Of the outbox: cards are to be dealt for the registration whose id is the key."""
_ASSESSMENT = "assessment"


def owe_cards(registration: Registration) -> None:
    """Call it in the transaction that completes the registration."""
    if any(lesson.kind == _ASSESSMENT for lesson in registration.version.outline.lessons):
        outbox.enqueue(kind=OWED, key=str(registration.pk))


@transaction.atomic
def deliver(key: str, payload: dict[str, object]) -> None:
    """What the outbox calls; `key` is the registration's id."""
    deal(registration_id=int(key))


def deal(*, registration_id: int) -> int:
    """Deal the cards; says how many are new. A question that the person has a card for keeps it, with all that they
    know, and is asked as one of this course from now on. New cards fall due as many a week as a quiz asks, so that a
    course with a hundred questions does not bring a hundred at once. Any number of times."""
    registration = (
        Registration.objects.filter(pk=registration_id, state=Registration.State.COMPLETED)
        .select_related("course", "version")
        .defer("course__body")
        .first()
    )
    if registration is None:
        return 0
    lessons = dict(_questions(registration.version.outline))
    ready = Question.objects.filter(pk__in=lessons, state=Question.State.READY, current__isnull=False)
    questions = list(ready.exclude(current__kind=Kind.ESSAY).order_by("pk").values_list("pk", flat=True))
    if not questions:
        return 0
    retention = retention_of([registration.course])[registration.course_id]
    fresh = memory.learned(at=registration.completed_at or timezone.now(), retention=retention)
    had = set(Card.objects.filter(user=registration.user_id, question__in=questions).values_list("question", flat=True))
    new = sorted(
        (question for question in questions if question not in had),
        key=lambda question: _turn(registration.user_id, question),
    )
    before = _still_to_come(registration.user_id, memory.due_at(fresh))
    cards = [
        _card(registration, question, lessons[question], fresh, place) for place, question in enumerate(new, before)
    ]
    Card.objects.bulk_create(cards, ignore_conflicts=True, batch_size=500)
    _take_over(registration, lessons, had)
    return len(new)


def _turn(user: int, question: int) -> bytes:
    """In which order a person meets new questions: one of their own, the same however often cards are dealt."""
    return sha256(f"{user}/{question}".encode()).digest()


def _still_to_come(user: int, after: datetime) -> int:
    """How many cards of other courses the person has not met yet."""
    return Card.objects.filter(user=user, due_at__gt=after, reviews__isnull=True).count()


def _card(registration: Registration, question: int, lesson: str, fresh: dict[str, Any], place: int) -> Card:
    return Card(
        user_id=registration.user_id,
        question_id=question,
        registration=registration,
        lesson=lesson,
        memory=fresh,
        due_at=memory.due_at(fresh) + timedelta(weeks=place // settings.REFRESHER_QUESTIONS),
    )


def _take_over(registration: Registration, lessons: dict[int, str], questions: set[int]) -> None:
    older = Card.objects.filter(
        user=registration.user_id, question__in=questions, registration__completed_at__lt=registration.completed_at
    )
    cards = list(older.select_for_update(of=("self",)).order_by("pk"))
    for card in cards:
        card.registration, card.lesson = registration, lessons[card.question_id]
    Card.objects.bulk_update(cards, ["registration", "lesson"], batch_size=500)


def _questions(outline: Outline) -> Iterator[tuple[int, str]]:
    """(question, lesson to read again) of all assessments of the course."""
    tests = [(lesson, lesson.value.get("assessment")) for lesson in _tests(outline)]
    assessments = Assessment.objects.in_bulk([number for _lesson, number in tests if isinstance(number, int)])
    for lesson, number in tests:
        assessment = assessments.get(number)
        if assessment is None:
            continue
        about = lesson_before(outline, lesson).id
        for part in plan(sections_of(assessment)):
            for one in part.draws:
                yield from ((candidate.question, about) for candidate in one.pool)


def _tests(outline: Outline) -> list[Lesson]:
    # The last comes first: where two ask the same, dict() keeps what the earlier one says.
    return [lesson for lesson in reversed(outline.lessons) if lesson.kind == _ASSESSMENT]


def lesson_before(outline: Outline, test: Lesson) -> Lesson:
    """What an assessment is about: the nearest lesson before it that is none, or itself where there is none."""
    before = outline.lessons[: outline.lessons.index(test)]
    return next((lesson for lesson in reversed(before) if lesson.kind != _ASSESSMENT), test)
