"""The gate of these views: the thing as the person may see it now, or 404."""

from __future__ import annotations

from django.http import HttpRequest

from content.feedback.subjects import Subject, open_subject
from content.library.api import unseen_is_absent
from portal.network.api import request_viewer
from portal.network.models import User


def own_user(request: HttpRequest) -> User:
    """The person who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user


def opened(request: HttpRequest, *, about: str, about_id: int, place: int) -> Subject:
    """The thing that a report would be about. Raises Http404."""
    with unseen_is_absent(about_id, place):
        return open_subject(viewer=request_viewer(request), kind=about, id=about_id, place=place)
