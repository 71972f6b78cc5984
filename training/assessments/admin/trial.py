"""Trying questions in the CMS: one as it is being written, or a whole assessment as it would be drawn. No record."""

from __future__ import annotations

import json
import re
import secrets
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.network.owned_views import author_of, own_or_404
from training.assessments.attempts.beginning import MayNotBegin, drawn_for
from training.assessments.grading.score import Policy
from training.assessments.models import Assessment
from training.assessments.rules import Rules
from training.assessments.trying import Trial, Tried
from training.bank.admin.editor import Unreadable, read_question
from training.bank.admin.pictures import addresses_for
from training.bank.api import departments_of
from training.bank.markup import cleaned

SEED = re.compile(r"^[0-9a-f]{32}$")
LARGEST_ANSWERS = 1_000_000
_NOBODY = {"pk": 0}
"""Stands for the attempt in the learner's templates: there is none."""


def language_of(given: str | None) -> str:
    """A language of the portal: that of the person who looks unless another is given."""
    known = dict(settings.LANGUAGES)
    return next((one for one in (given, translation.get_language()) if one in known), settings.LANGUAGE_CODE)


def _answers(request: HttpRequest) -> dict[str, Any]:
    text = request.POST.get("answers", "")
    try:
        answers = json.loads(text) if len(text) <= LARGEST_ANSWERS else None
    except (ValueError, RecursionError):
        answers = None
    return answers if isinstance(answers, dict) else {}


def _question_trial(request: HttpRequest) -> tuple[Trial, list[Tried]]:
    """Raises Unreadable, Http404 for who writes no questions."""
    if not departments_of(author_of(request)).exists():
        raise Http404
    try:
        asked = cleaned(read_question(request.POST.get("body", "")))
    except ValueError as error:
        raise Unreadable([{"path": "stem", "message": _("Write the question.")}]) from error
    language = language_of(request.POST.get("language"))
    return Trial(language, seed="trial", shuffle=False, address=addresses_for(request)), [Tried(asked)]


@require_POST
def question(request: HttpRequest) -> HttpResponse:
    """{body, language} -> the question as a learner sees it, as a page; 422 {body: faults} while it is none."""
    try:
        trial, questions = _question_trial(request)
    except Unreadable as error:
        return JsonResponse({"body": error.faults}, status=422)
    context = {
        "title": _("As a learner sees it"),
        "items": trial.show(questions),
        "attempt": _NOBODY,
        "shown_in": trial.language,
        "check": reverse("training_desk:check_question"),
        "given": {"body": request.POST["body"], "language": trial.language},
    }
    with translation.override(trial.language):
        return render(request, "assessments/admin/trial.html", context)


@require_POST
def check_question(request: HttpRequest) -> HttpResponse:
    """{body, language, answers} -> how the answer would be graded."""
    try:
        trial, questions = _question_trial(request)
    except Unreadable as error:
        return JsonResponse({"body": error.faults}, status=422)
    items, score = trial.judge(questions, _answers(request), Policy(pass_share=Decimal(1)))
    with translation.override(trial.language):
        return render(request, "assessments/admin/_judged.html", {"items": items, "score": score, "attempt": _NOBODY})


def _assessment_trial(request: HttpRequest, assessment: Assessment, given: Any) -> tuple[Trial, list[Tried], str]:
    """The same seed draws the same. Raises MayNotBegin."""
    seed = given.get("seed", "") if SEED.match(given.get("seed", "")) else secrets.token_hex(16)
    trial = Trial(language_of(given.get("language")), seed, assessment.shuffle_options, addresses_for(request))
    questions = [
        Tried(version.asked, slot.points, one.section, slot.seconds)
        for one, slot, version in drawn_for(assessment, seed=seed)
    ]
    return trial, questions, seed


@require_safe
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw of the assessment. ?seed= shows the same again."""
    tried: Assessment = own_or_404(Assessment, request, pk)
    context: dict[str, Any] = {
        "title": tried.title,
        "attempt": _NOBODY,
        "languages": settings.LANGUAGES,
        "back": reverse("assessments_desk:edit", args=[tried.pk]),
        "check": reverse("training_desk:check_assessment", args=[tried.pk]),
    }
    try:
        trial, questions, seed = _assessment_trial(request, tried, request.GET)
    except MayNotBegin as refusal:
        shown_in = language_of(request.GET.get("language"))
        return render(
            request, "assessments/admin/trial.html", {**context, "refused": refusal.reason, "shown_in": shown_in}
        )
    context |= {
        "items": trial.show(questions),
        "shown_in": trial.language,
        "seed": seed,
        "given": {"seed": seed, "language": trial.language},
    }
    with translation.override(trial.language):
        return render(request, "assessments/admin/trial.html", context)


@require_POST
def check_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """{seed, language, answers} -> how it would be graded."""
    tried: Assessment = own_or_404(Assessment, request, pk)
    try:
        trial, questions, _seed = _assessment_trial(request, tried, request.POST)
    except MayNotBegin as refusal:
        return HttpResponse(refusal.reason, status=422, content_type="text/plain")
    items, score = trial.judge(questions, _answers(request), Rules.of(tried, None).policy)
    context = {"items": items, "score": score, "attempt": _NOBODY, "with_verdict": True}
    with translation.override(trial.language):
        return render(request, "assessments/admin/_judged.html", context)
