"""Saving answers, for the page's script: JSON in, JSON out. A refusal says why, so that the script knows whether to try
again, to show what another window saved, or to stop."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.keys import LARGEST_ID
from training.assessments.attempts.saving import SaveRefused, Why, save_answer, take_hint
from training.assessments.models import Attempt
from training.assessments.views.gate import own_user
from training.assessments.views.taking import pictures_of
from training.bank.markup import with_addresses

LARGEST_BODY = 1_300_000
"""Bytes: an essay of 100,000 characters in any script, escaped as JSON may be."""
_STATUS = {Why.UNKNOWN: 404, Why.CHANGED: 409, Why.INVALID: 422}


@require_POST
@login_required
def answer(request: HttpRequest, attempt_id: int, position: int) -> JsonResponse:
    """{answer, key, based_on} -> {sequence, saved_at}."""
    body = _body(request)
    if body is None or max(attempt_id, position) > LARGEST_ID:
        return _refused(SaveRefused(Why.INVALID, _("The answer could not be read. Reload the page.")))
    try:
        saved = save_answer(
            user=own_user(request),
            attempt_id=attempt_id,
            position=position,
            payload=body.get("answer"),
            client_key=str(body.get("key", "")),
            based_on=body["based_on"] if isinstance(body.get("based_on"), int) else -1,
        )
    except SaveRefused as refused:
        return _refused(refused)
    return JsonResponse({"sequence": saved.sequence, "saved_at": saved.saved_at.isoformat()})


@require_POST
@login_required
def hint(request: HttpRequest, attempt_id: int, position: int) -> JsonResponse:
    """{key} -> {sequence, hint, used}."""
    body = _body(request) or {}
    try:
        saved, text = take_hint(
            user=own_user(request), attempt_id=attempt_id, position=position, client_key=str(body.get("key", ""))
        )
    except SaveRefused as refused:
        return _refused(refused)
    text = with_addresses(text, pictures_of(Attempt(pk=attempt_id)))
    return JsonResponse({"sequence": saved.sequence, "hint": text, "used": saved.hints_used})


def _body(request: HttpRequest) -> dict[str, Any] | None:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refused(refused: SaveRefused) -> JsonResponse:
    answer: dict[str, Any] = {"why": str(refused.why), "reason": refused.reason}
    if refused.why == Why.CHANGED:
        latest = refused.latest
        answer["latest"] = {
            "answer": latest.answer if latest else None,
            "sequence": latest.sequence if latest else 0,
        }
    return JsonResponse(answer, status=_STATUS.get(refused.why, 403))
