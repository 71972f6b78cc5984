"""An attempt as the person takes it, hands it in, and sees it afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from training.assessments.attempts import ending
from training.assessments.attempts.purposes import origin_of
from training.assessments.attempts.reviewing import Asked, asked_in, review
from training.assessments.attempts.saving import SaveRefused, open_item
from training.assessments.composing import titles_of
from training.assessments.models import Assessment, Attempt
from training.assessments.rules import Rules
from training.assessments.views.gate import own_attempt, own_user

_OPEN = (Attempt.State.WAITING, Attempt.State.IN_PROGRESS)


@require_safe
@login_required
@never_cache
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The questions: all at once where one may go back and forth, else one by one (?q=, from 1)."""
    taken = own_attempt(request, attempt_id)
    if taken.state == Attempt.State.WAITING:
        return render(request, "assessments/waiting.html", {"attempt": taken, "origin": origin_of(taken)})
    if taken.state != Attempt.State.IN_PROGRESS or ending.end_if_over(taken, now=timezone.now()):
        return redirect("attempts:result", attempt_id=taken.pk)
    rules = Rules.kept(taken.rules)
    address = pictures_of(taken)
    total = taken.items.count()
    one_by_one = rules.forward_only or taken.items.filter(seconds__isnull=False).exists()
    context = {
        "attempt": taken,
        "rules": rules,
        "total": total,
        "sections": titles_of(taken.assessment),
        "one_by_one": one_by_one,
        "origin": origin_of(taken),
        "now": timezone.now(),
    }
    if not one_by_one:
        return render(request, "assessments/attempt.html", {**context, "items": asked_in(taken, address=address)})
    return _one(request, taken, rules, context, address)


def _one(
    request: HttpRequest, taken: Attempt, rules: Rules, context: dict[str, object], address: Callable[[str], str]
) -> HttpResponse:
    last_seen = taken.items.filter(responses__isnull=False).order_by("-position").values_list("position", flat=True)
    newest = last_seen.first()
    try:
        position = int(request.GET["q"]) - 1 if "q" in request.GET else newest or 0
    except ValueError as error:
        raise Http404 from error
    try:
        opened_at = open_item(user=own_user(request), attempt_id=taken.pk, position=position)
    except SaveRefused:
        if newest is None or position == newest:
            raise Http404 from None
        return redirect(f"{reverse('attempts:attempt', args=[taken.pk])}?q={newest + 1}")
    items: list[Asked] = asked_in(taken, address=address, position=position)
    until = rules.item_deadline(opened_at, items[0].seconds)
    following = position + 2 if position + 1 < int(str(context["total"])) else None
    return render(
        request,
        "assessments/attempt.html",
        {**context, "items": items, "item_deadline": until, "following": following, "number": position + 1},
    )


@require_POST
@login_required
def hand_in(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """End the attempt. Again is the same."""
    try:
        ending.hand_in(user=own_user(request), attempt_id=attempt_id)
    except ending.UnknownAttempt as error:
        raise Http404 from error
    return redirect("attempts:result", attempt_id=attempt_id)


@require_safe
@login_required
@never_cache
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What came of it, as far as the assessment's rule shows it."""
    taken = own_attempt(request, attempt_id)
    if taken.state in _OPEN:
        return redirect("attempts:attempt", attempt_id=taken.pk)
    feedback = Rules.kept(taken.rules).feedback
    context = {
        "attempt": taken,
        "rules": Rules.kept(taken.rules),
        "items": review(taken, address=pictures_of(taken)),
        "shows_score": feedback != Assessment.Feedback.NONE,
        "sections": titles_of(taken.assessment),
        "origin": origin_of(taken),
    }
    return render(request, "assessments/result.html", context)


def pictures_of(taken: Attempt) -> Callable[[str], str]:
    """The addresses of the attempt's pictures."""
    return lambda sha256: reverse("attempts:picture", kwargs={"attempt_id": taken.pk, "sha256": sha256})
