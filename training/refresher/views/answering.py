"""Answering a question of a quiz, for the page's script: JSON in, JSON out. And rating one's answer lower."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.errors import Refused
from portal.network.api import request_viewer
from training.bank.markup import with_addresses
from training.bank.shapes import wording
from training.courses.views.gate import own_user
from training.refresher import quizzing
from training.refresher.views.gate import checked_position, own_quiz, pictures_of

LARGEST_BODY = 200_000
"""Bytes: a hundred gaps of a thousand characters each."""


@require_POST
@login_required
def answer(request: HttpRequest, quiz_id: int, position: int) -> JsonResponse:
    """{answer, key} -> {next}: the address that shows the right answer."""
    own_quiz(request, quiz_id)
    body = _body(request)
    if body is None or "answer" not in body:
        return _refused(quizzing.AnswerRefused(_("The answer could not be read. Reload the page.")))
    try:
        quizzing.answer(
            user=own_user(request),
            viewer=request_viewer(request),
            quiz_id=quiz_id,
            position=checked_position(position),
            payload=body["answer"],
            client_key=str(body.get("key", "")),
        )
    except (quizzing.NoSuchItem, quizzing.AnswerRefused) as refused:
        return _refused(refused)
    return JsonResponse({"next": reverse("refresher:item", args=[quiz_id, position])})


@require_POST
@login_required
def hint(request: HttpRequest, quiz_id: int, position: int) -> JsonResponse:
    """{shown} -> {hint, used}."""
    quiz = own_quiz(request, quiz_id)
    shown = (_body(request) or {}).get("shown")
    try:
        used, texts = quizzing.take_hint(
            user=own_user(request),
            viewer=request_viewer(request),
            quiz_id=quiz_id,
            position=checked_position(position),
            shown=shown if type(shown) is int else -1,
        )
    except (quizzing.NoSuchItem, quizzing.AnswerRefused) as refused:
        return _refused(refused)
    return JsonResponse({"hint": with_addresses(wording(texts, quiz.language), pictures_of(quiz)), "used": used})


@require_POST
@login_required
def rating(request: HttpRequest, quiz_id: int, position: int) -> HttpResponse:
    """Rate one's answer lower."""
    own_quiz(request, quiz_id)
    given = request.POST.get("rating", "")
    try:
        quizzing.lower(
            user=own_user(request),
            quiz_id=quiz_id,
            position=checked_position(position),
            rating=int(given) if given in ("1", "2", "3", "4") else 0,
        )
    except quizzing.NoSuchItem as refused:
        raise Http404 from refused
    except quizzing.AnswerRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Kept: you are asked again sooner."))
    return redirect("refresher:item", quiz_id=quiz_id, position=position)


def _body(request: HttpRequest) -> dict[str, Any] | None:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refused(refused: Refused) -> JsonResponse:
    status = 404 if isinstance(refused, quizzing.NoSuchItem) else 422
    return JsonResponse({"reason": refused.reason}, status=status)
