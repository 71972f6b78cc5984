"""The gate of the refresher: one's own quizzes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.urls import reverse

from portal.core.keys import LARGEST_ID
from training.courses.views.gate import own_user
from training.refresher.models import Quiz


def own_quiz(request: HttpRequest, quiz_id: int) -> Quiz:
    """Raises Http404."""
    found = Quiz.objects.filter(pk=quiz_id, user=own_user(request)).first() if quiz_id <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found


def checked_position(position: int) -> int:
    """Raises Http404 for what no database takes."""
    if position > LARGEST_ID:
        raise Http404
    return position


def pictures_of(quiz: Quiz) -> Callable[[str], str]:
    """The addresses of the quiz's pictures."""
    return lambda sha256: reverse("refresher:picture", kwargs={"quiz_id": quiz.pk, "sha256": sha256})
