"""Answering a survey: once, and kept apart from who answered.

Of a person it is kept that they answered; of an answer what was said, for which version and, where at least SMALLEST
people of the dealer (else of the region) take the course, from which. An answer has no time and a random id. When it
is added it changes places with a random one of the same survey, so that not even the order of the rows in the database
tells whose it is. Comments are rows of their own. What remains: whoever watches the database while a single person
answers sees what is added. So there is no table, page or log that joins them, but no secret from who runs the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import randbelow
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.models import Membership
from training.courses.completion import complete_lesson
from training.courses.models import Registration
from training.courses.outline import Lesson
from training.evaluation.comparing import SMALLEST
from training.evaluation.models import SurveyAnswered, SurveyComment, SurveyResponse
from training.evaluation.surveys import LONGEST_COMMENT, SCALE, SurveyQuestion, questions_of

_ENDED = (Registration.State.DECLINED, Registration.State.WITHDRAWN, Registration.State.REQUESTED)


class SurveyRefused(Refused):
    """The answers were not kept."""


@dataclass(frozen=True, slots=True)
class Given:
    """Answers that fit the questions: what was chosen, and what was written, by question id."""

    answers: dict[str, int | str]
    comments: dict[str, str]


def read_answers(questions: tuple[SurveyQuestion, ...], payload: Mapping[str, str]) -> Given:
    """The answers in a form's fields, called by the questions' ids. Raises SurveyRefused when one is missing or is
    none of those offered. Comments may be left out."""
    answers: dict[str, int | str] = {}
    comments: dict[str, str] = {}
    for question in questions:
        value = str(payload.get(question.id, "")).strip()
        if question.kind == "text":
            if len(value) > LONGEST_COMMENT:
                raise SurveyRefused(_("Write at most %(most)s characters.") % {"most": LONGEST_COMMENT})
            if value:
                comments[question.id] = value.replace("\0", "")
        elif question.kind == "scale":
            if value not in {str(one) for one in SCALE}:
                raise SurveyRefused(_("Please answer “%(question)s”.") % {"question": question.text})
            answers[question.id] = int(value)
        else:
            if value not in dict(question.options):
                raise SurveyRefused(_("Please answer “%(question)s”.") % {"question": question.text})
            answers[question.id] = value
    return Given(answers, comments)


@transaction.atomic
def answer_survey(*, registration: Registration, lesson: Lesson, payload: Mapping[str, str]) -> bool:
    """Keep a person's answers and complete the lesson; says whether that completes the course. Raises SurveyRefused,
    also when they have answered before."""
    questions = questions_of(lesson)
    given = read_answers(questions, payload)
    try:
        with transaction.atomic():
            SurveyAnswered.objects.create(registration=registration, lesson=lesson.id)
    except IntegrityError:
        raise SurveyRefused(_("You have answered this survey. Thank you.")) from None
    dealer, region = _place(registration)
    scales = [given.answers[one.id] for one in questions if one.kind == "scale"]
    _add(
        SurveyResponse(
            course_id=registration.course_id,
            version_id=registration.version_id,
            lesson=lesson.id,
            answers=given.answers,
            satisfaction=sum(map(int, scales)) / len(scales) if scales else None,
            region_id=region,
            dealer_id=dealer,
        ),
        ("version_id", "answers", "satisfaction", "region_id", "dealer_id"),
    )
    for question, text in given.comments.items():
        _add(
            SurveyComment(course_id=registration.course_id, lesson=lesson.id, question=question, text=text),
            ("question", "text"),
        )
    return complete_lesson(registration=registration, lesson_id=lesson.id)


def has_answered(*, registration: Registration, lesson: Lesson) -> bool:
    """Whether the person has answered the survey."""
    return SurveyAnswered.objects.filter(registration=registration, lesson=lesson.id).exists()


def _place(registration: Registration) -> tuple[int | None, int | None]:
    """The person's dealer and region today, as far as enough people there take the course to hide one of them."""
    held = Membership.objects.on(timezone.localdate())
    own = (
        held.filter(user=registration.user_id).order_by("-starts", "-pk").values_list("dealer_id", "dealer__region_id")
    )
    dealer, region = own.first() or (None, None)
    if dealer is None:
        return None, None
    takers = Registration.objects.filter(course=registration.course_id).exclude(state__in=_ENDED).values("user")
    colleagues = held.filter(user__in=takers)
    if colleagues.filter(dealer=dealer).values("user").distinct().count() >= SMALLEST:
        return dealer, region
    if colleagues.filter(dealer__region=region).values("user").distinct().count() >= SMALLEST:
        return None, region
    return None, None


def _add(row: Any, contents: tuple[str, ...]) -> None:
    """Keep the row, then let it change its contents with a random one of its survey (perhaps itself): done at every
    addition, this leaves every order of the rows equally likely (Fisher and Yates, inside out)."""
    row.save(force_insert=True)
    same = type(row)._default_manager.filter(course=row.course_id, lesson=row.lesson)
    chosen = same.order_by("pk").values_list("pk", flat=True)[randbelow(same.count())]
    if chosen == row.pk:
        return
    other = same.select_for_update().get(pk=chosen)
    for name in contents:
        mine, theirs = getattr(row, name), getattr(other, name)
        setattr(row, name, theirs)
        setattr(other, name, mine)
    row.save(update_fields=contents)
    other.save(update_fields=contents)
