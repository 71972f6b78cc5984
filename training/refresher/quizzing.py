"""Quizzes: started, answered once a question, and ended. Every change is made under the quiz's row."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import User
from portal.notices.api import settle
from training.assessments.drawing import option_order
from training.assessments.grading.grade import grade
from training.bank.answers import InvalidAnswer, answer_from
from training.bank.shapes import AnyQuestion
from training.refresher import memory
from training.refresher.choosing import choose
from training.refresher.due import cards, considered
from training.refresher.goals import retention_of
from training.refresher.models import Card, Quiz, QuizItem, Review
from training.refresher.rating import rating_of

_KEY = re.compile(r"^[A-Za-z0-9-]{8,40}$")
_GRAIN = Decimal("0.000001")


class NothingDue(Refused):
    """There is no question to ask."""


class NoSuchItem(Refused):
    """There is none that is this person's, and may be asked."""


class AnswerRefused(Refused):
    """The answer, or the rating, was not kept."""


def start(*, user: User, viewer: Viewer, language: str) -> Quiz:
    """The person's open quiz, or a new one of what is due. Raises NothingDue."""
    if (found := open_quiz(user=user, viewer=viewer)) is not None:
        return found
    try:
        with transaction.atomic():
            return _begin(user, viewer, language)
    except IntegrityError:  # another window was first
        return Quiz.objects.get(user=user, ended_at__isnull=True)


def _begin(user: User, viewer: Viewer, language: str) -> Quiz:
    chosen = choose(considered(viewer=viewer), most=settings.REFRESHER_QUESTIONS)
    if not chosen:
        raise NothingDue(_("No question is due."))
    quiz = Quiz.objects.create(user=user, language=language)
    rows = Card.objects.select_related("question__current").in_bulk([one.card for one in chosen])
    seed = secrets.token_hex(16)
    items = []
    for position, one in enumerate(chosen):
        version = rows[one.card].question.current
        assert version is not None  # noqa: S101  (a ready question has one: `ready_question_has_version`)
        order = option_order(version.asked, seed=seed, position=position, shuffle=True)
        items.append(
            QuizItem(quiz=quiz, position=position, card_id=one.card, question_version=version, option_order=order)
        )
    QuizItem.objects.bulk_create(items)
    events.record(verb="refresher.started", subject=f"refresher_quiz:{quiz.pk}", actor=user)
    return quiz


def open_quiz(*, user: User, viewer: Viewer) -> Quiz | None:
    """The quiz to go on with. One of which nothing more can be asked is ended by this."""
    quiz = Quiz.objects.filter(user=user, ended_at__isnull=True).first()
    if quiz is None or to_ask(quiz=quiz, viewer=viewer).exists():
        return quiz
    _end(quiz)
    return None


def to_ask(*, quiz: Quiz, viewer: Viewer) -> QuerySet[QuizItem]:
    """What is not answered yet and may still be asked, in order."""
    answered = Review.objects.filter(item=OuterRef("pk"))
    asked = QuizItem.objects.filter(quiz=quiz, card__in=cards(viewer=viewer).values("pk"))
    return asked.exclude(Exists(answered)).order_by("position")


@transaction.atomic
def answer(
    *,
    user: User,
    viewer: Viewer,
    quiz_id: int,
    position: int,
    payload: Any,
    client_key: str,
    now: datetime | None = None,
) -> Review:
    """Keep the answer, grade it and schedule the card. Once: who answers again, from another window or because the
    reply was lost, gets what was kept. `payload` None is "I do not know". Raises NoSuchItem, AnswerRefused."""
    if not _KEY.match(client_key):
        raise AnswerRefused(_("The answer could not be read. Reload the page."))
    item = _locked_item(user, quiz_id, position)
    if (kept := item.reviews.order_by("-sequence").first()) is not None:
        return kept
    if not to_ask(quiz=item.quiz, viewer=viewer).filter(pk=item.pk).exists():
        raise NoSuchItem(_("This question is no longer asked."))
    asked = item.question_version.asked
    given, fraction = _graded(asked, payload, item.quiz.language)
    rating = rating_of(fraction=fraction, hints_used=item.hints_used, hints_offered=len(asked.hints))
    course = item.card.registration.course
    review = _reviewed(
        Review(
            card=item.card,
            item=item,
            at=now or timezone.now(),
            question_version=item.question_version,
            answer=given,
            fraction=fraction,
            hints_used=item.hints_used,
            worked_out=rating,
            rating=rating,
            retention=Decimal(str(retention_of([course])[course.pk])),
            before=item.card.memory,
            client_key=client_key,
        )
    )
    if not to_ask(quiz=item.quiz, viewer=viewer).exists():
        _end(item.quiz)
    return review


@transaction.atomic
def take_hint(*, user: User, viewer: Viewer, quiz_id: int, position: int, shown: int) -> tuple[int, Any]:
    """The hint after the first `shown`: how many are used now, and its wording by language. Asking again for the same
    costs nothing. Raises NoSuchItem, AnswerRefused."""
    item = _locked_item(user, quiz_id, position)
    if not to_ask(quiz=item.quiz, viewer=viewer).filter(pk=item.pk).exists():
        raise NoSuchItem(_("This question is no longer asked."))
    hints = item.question_version.asked.hints
    if not 0 <= shown <= item.hints_used or shown >= len(hints):
        raise AnswerRefused(_("There is no further hint."))
    if shown == item.hints_used:
        item.hints_used = shown + 1
        item.save(update_fields=["hints_used"])
    return item.hints_used, hints[shown]


@transaction.atomic
def lower(*, user: User, quiz_id: int, position: int, rating: int) -> Review:
    """Rate one's own answer lower than it is, and schedule the card by that. Raises NoSuchItem, AnswerRefused."""
    item = _locked_item(user, quiz_id, position)
    newest = item.reviews.order_by("-sequence").first()
    if newest is None:
        raise NoSuchItem(_("This question is not answered yet."))
    if rating == newest.rating:
        return newest
    if rating not in Review.Rating.values or rating > newest.rating:
        raise AnswerRefused(_("A rating can only be lowered."))
    if item.card.reviews.exclude(item=item).filter(pk__gt=newest.pk).exists():
        raise AnswerRefused(_("The question was asked again since."))
    lowered = {name: getattr(newest, name) for name in _KEPT}
    events.record(verb="refresher.lowered", subject=f"refresher_card:{item.card_id}", actor=user)
    return _reviewed(Review(card=item.card, item=item, sequence=newest.sequence + 1, rating=rating, **lowered))


_KEPT = (
    "at",
    "question_version_id",
    "answer",
    "fraction",
    "hints_used",
    "worked_out",
    "retention",
    "before",
    "client_key",
)


def _reviewed(review: Review) -> Review:
    """Keep a review with what it does to its card."""
    card = review.card
    review.after = memory.reviewed(review.before, rating=review.rating, at=review.at, retention=float(review.retention))
    review.save()
    card.memory, card.due_at = review.after, memory.due_at(review.after)
    card.save(update_fields=["memory", "due_at"])
    return review


def _graded(asked: AnyQuestion, payload: Any, language: str) -> tuple[Any, Decimal]:
    if payload is None:
        return None, Decimal(0)
    try:
        given = answer_from(asked, payload)
    except InvalidAnswer as error:
        raise AnswerRefused(_("The answer could not be read. Reload the page.")) from error
    fraction = Decimal(repr(grade(asked, given, language=language).fraction)).quantize(_GRAIN)
    return given.model_dump(mode="json"), max(fraction, Decimal(0))


def _locked_item(user: User, quiz_id: int, position: int) -> QuizItem:
    """The card is locked too: a later quiz may ask it meanwhile."""
    quiz = Quiz.objects.select_for_update().filter(pk=quiz_id, user=user).first()
    items = QuizItem.objects.filter(quiz=quiz, position=position)
    related = items.select_related("question_version", "card__registration__course")
    item = related.defer("card__registration__course__body").first() if quiz is not None else None
    if quiz is None or item is None:
        raise NoSuchItem(_("There is no such question."))
    item.quiz = quiz
    registration = item.card.registration
    item.card = Card.objects.select_for_update().get(pk=item.card_id)
    item.card.registration = registration
    return item


def _end(quiz: Quiz) -> None:
    quiz.ended_at = timezone.now()
    Quiz.objects.filter(pk=quiz.pk, ended_at__isnull=True).update(ended_at=quiz.ended_at)
    settle(user_id=quiz.user_id, keys_beginning="refresher:")
