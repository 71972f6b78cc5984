"""Who may work on a course at the desk: the authors of the department that owns it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.models import User
from training.bank.api import may_edit
from training.courses.models import Course


def author_of(request: HttpRequest) -> User:
    """The person signed in: Wagtail lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def course_of(request: HttpRequest, course_id: int) -> Course:
    """A course that the person writes. Raises Http404, whether it exists or not."""
    found = Course.objects.select_related("department").filter(pk=min(course_id, LARGEST_ID)).first()
    if found is None or not may_edit(author_of(request), found.department):
        raise Http404
    return found
