"""The gate of the learner's pages: one's own registration, and a lesson of it that is open."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from portal.network.models import User
from training.courses import catalogue
from training.courses.catalogue import Place
from training.courses.outline import Lesson


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def own_place(request: HttpRequest, key: UUID) -> Place:
    """The person's registration. Raises Http404."""
    try:
        return catalogue.place(user=own_user(request), key=key)
    except catalogue.NotVisible:
        raise Http404 from None


def own_lesson(request: HttpRequest, key: UUID, lesson_id: str) -> tuple[Place, Lesson]:
    """A lesson of the person's registration that may be opened now. Raises Http404."""
    place = own_place(request, key)
    lesson = place.outline.lesson(lesson_id)
    if lesson is None or lesson.id not in place.open:
        raise Http404
    return place, lesson
