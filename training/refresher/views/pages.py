"""The quiz as the person takes it: what is due, one question at a time, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.network.api import request_viewer
from training.courses.views.gate import own_user
from training.refresher import history, quizzing, weekly
from training.refresher.due import due_cards, next_due
from training.refresher.models import Quiz, QuizItem, RefresherPreference
from training.refresher.showing import answered_in, asked_item, reviewed_item, to_read_again
from training.refresher.views.gate import checked_position, own_quiz, pictures_of

PER_PAGE = 10
_NOBODY = {"pk": 0}
"""Stands for the attempt in the learner's templates: there is none."""


class DayForm(forms.ModelForm[RefresherPreference]):
    class Meta:
        model = RefresherPreference
        fields = ["day"]


@require_safe
@login_required
@never_cache
def quiz(request: HttpRequest) -> HttpResponse:
    """What is due, and how it went so far."""
    user, viewer = own_user(request), request_viewer(request)
    months = history.months(user=user)
    found = quizzing.open_quiz(user=user, viewer=viewer)
    context: dict[str, Any] = {
        "open_quiz": found,
        "left": quizzing.to_ask(quiz=found, viewer=viewer).count() if found else 0,
        "due": due_cards(viewer=viewer).count(),
        "most": settings.REFRESHER_QUESTIONS,
        "next_due": next_due(viewer=viewer),
        "months": months,
        "plot": history.plot(months),
        "page_obj": Paginator(history.quizzes(user=user), PER_PAGE).get_page(request.GET.get("page")),
        "form": DayForm(instance=RefresherPreference.objects.filter(user=user).first()),
    }
    return render(request, "training_refresher/quiz.html", context)


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Begin, or go on."""
    viewer = request_viewer(request)
    try:
        found = quizzing.start(user=own_user(request), viewer=viewer, language=_language())
    except quizzing.NothingDue as refused:
        messages.info(request, refused.reason)
        return redirect("refresher:quiz")
    return _onwards(request, found)


@require_POST
@login_required
def day(request: HttpRequest) -> HttpResponse:
    """On which day the person wants to be told."""
    form = DayForm(request.POST)
    if form.is_valid():
        weekly.prefer(user=own_user(request), day=form.cleaned_data["day"])
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Choose a day."))
    return redirect("refresher:quiz")


@require_safe
@login_required
@never_cache
def item(request: HttpRequest, quiz_id: int, position: int) -> HttpResponse:
    """A question; or, once it is answered, the right answer and why."""
    found = own_quiz(request, quiz_id)
    address = pictures_of(found)
    context: dict[str, Any] = {
        "quiz": found,
        "attempt": _NOBODY,
        "number": checked_position(position) + 1,
        "total": found.items.count(),
    }
    if answered := answered_in(found, position=position):
        context |= {
            "answered": answered[0],
            "item": reviewed_item(answered[0], quiz=found, address=address),
            "following": quizzing.to_ask(quiz=found, viewer=request_viewer(request)).first(),
        }
        return render(request, "training_refresher/answered.html", context)
    asked = _asked(request, found, position)
    if asked is None:
        return _onwards(request, found)
    context["item"] = asked_item(asked, quiz=found, address=address)
    return render(request, "training_refresher/question.html", context)


def _asked(request: HttpRequest, found: Quiz, position: int) -> QuizItem | None:
    """None for a question that is no longer asked. Raises Http404."""
    if not QuizItem.objects.filter(quiz=found, position=position).exists():
        raise Http404
    wanted = quizzing.to_ask(quiz=found, viewer=request_viewer(request)).filter(position=position)
    return wanted.select_related("question_version").first()


@require_safe
@login_required
@never_cache
def result(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """What was known, and what to read again."""
    found = own_quiz(request, quiz_id)
    answered = answered_in(found)
    context = {
        "quiz": found,
        "rows": [(one, reviewed_item(one, quiz=found, address=pictures_of(found))) for one in answered],
        "known": sum(one.known for one in answered),
        "read_again": to_read_again(answered),
        "following": quizzing.to_ask(quiz=found, viewer=request_viewer(request)).first(),
    }
    return render(request, "training_refresher/result.html", context)


def _onwards(request: HttpRequest, found: Quiz) -> HttpResponse:
    following = quizzing.to_ask(quiz=found, viewer=request_viewer(request)).first()
    if following is None:
        return redirect("refresher:result", quiz_id=found.pk)
    return redirect("refresher:item", quiz_id=found.pk, position=following.position)


def _language() -> str:
    language = get_language()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
