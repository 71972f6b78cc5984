"""An item of a quiz as it is shown: before it is answered without anything that tells the answer, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from training.assessments.attempts.reviewing import Asked, Reviewed, feedback_of, state_of
from training.assessments.grading.grade import grade
from training.assessments.presenting import Address, face
from training.assessments.solution import solution
from training.bank.answers import answer_from
from training.bank.markup import with_addresses
from training.bank.shapes import wording
from training.courses.api import Course, Lesson, Registration
from training.refresher.models import Quiz, QuizItem, Review
from training.refresher.rating import AGAIN

_POINT = Decimal(1)


@dataclass(frozen=True, slots=True)
class Answered:
    """An item of a quiz that was answered. `lesson` is what to read again, None where it is no longer there."""

    item: QuizItem
    review: Review
    course: Course
    registration: Registration
    lesson: Lesson | None

    @property
    def known(self) -> bool:
        return self.review.rating > AGAIN

    @property
    def lower(self) -> list[Review.Rating]:
        """The ratings to which it can be lowered."""
        return [rating for rating in Review.Rating if rating < self.review.rating]


def asked_item(item: QuizItem, *, quiz: Quiz, address: Address) -> Asked:
    """The question as the person sees it before answering."""
    asked = item.question_version.asked
    return Asked(
        position=item.position,
        section=0,
        points=_POINT,
        seconds=None,
        face=face(asked, language=quiz.language, order=item.option_order, address=address),
        answer=None,
        sequence=0,
        hints=tuple(with_addresses(wording(h, quiz.language), address) for h in asked.hints[: item.hints_used]),
    )


def reviewed_item(answered: Answered, *, quiz: Quiz, address: Address) -> Reviewed:
    """The answer with the solution and why."""
    item, review = answered.item, answered.review
    asked, language = item.question_version.asked, quiz.language
    verdict = grade(asked, answer_from(asked, review.answer) if review.answer is not None else None, language=language)
    return Reviewed(
        position=item.position,
        section=0,
        points=_POINT,
        face=face(asked, language=language, order=item.option_order, address=address),
        answer=review.answer,
        fraction=review.fraction,
        left_out=False,
        state=state_of(review.fraction, verdict),
        comment="",
        feedback=feedback_of(asked, verdict, language, address),
        explanation=with_addresses(wording(asked.explanation, language), address),
        solution=solution(asked, language=language, address=address),
    )


def answered_in(quiz: Quiz, *, position: int | None = None) -> list[Answered]:
    """What was answered of a quiz, in order, or the one at `position`. Two statements."""
    items = (
        QuizItem.objects.filter(quiz=quiz, reviews__sequence=1)
        .select_related("question_version", "card__registration__course", "card__registration__version")
        .defer("card__registration__course__body")
        .prefetch_related(Prefetch("reviews", queryset=Review.objects.order_by("sequence")))
        .order_by("position")
    )
    return [_answered(item) for item in (items if position is None else items.filter(position=position))]


def _answered(item: QuizItem) -> Answered:
    registration = item.card.registration
    return Answered(
        item=item,
        review=list(item.reviews.all())[-1],
        course=registration.course,
        registration=registration,
        lesson=registration.version.outline.lesson(item.card.lesson),
    )


def to_read_again(answered: Sequence[Answered]) -> list[Answered]:
    """Of what was not known, one for each lesson."""
    wanted = {(one.course.pk, one.lesson.id): one for one in reversed(answered) if not one.known and one.lesson}
    return sorted(wanted.values(), key=lambda one: one.item.position)
