"""The survey of a lesson, as the learner answers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.errors import Refused
from training.courses.kinds import Kind, Moment
from training.courses.views.gate import own_lesson, own_place
from training.evaluation.surveying import answer_survey, has_answered
from training.evaluation.surveys import KIND, LONGEST_COMMENT, SCALE, questions_of


def _context(moment: Moment) -> dict[str, Any]:
    return {
        "survey_questions": questions_of(moment.lesson),
        "survey_scale": SCALE,
        "survey_longest": LONGEST_COMMENT,
        "survey_answered": has_answered(registration=moment.place.registration, lesson=moment.lesson),
    }


SURVEY = Kind(template="training_evaluation/_survey.html", context=_context)


@require_POST
@login_required
def answer(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """Keep the answers and go on."""
    place, lesson = own_lesson(request, key, lesson_id)
    if lesson.kind != KIND:
        raise Http404
    try:
        complete = answer_survey(registration=place.registration, lesson=lesson, payload=request.POST.dict())
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("courses:lesson", key=key, lesson_id=lesson.id)
    messages.success(request, _("Thank you. Your answers are kept without your name."))
    if complete:
        return redirect("courses:course", course_id=place.registration.course_id)
    _before, after = place.outline.beside(lesson)
    if after is not None and after.id in own_place(request, key).open:
        return redirect("courses:lesson", key=key, lesson_id=after.id)
    return redirect("courses:resume", key=key)
