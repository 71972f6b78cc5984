"""What every page of sessions does first: find what the person may see, or say 404."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User
from training.sessions import reading
from training.sessions.errors import NoSuchBooking, NoSuchSession
from training.sessions.models import Session


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def checked_id(value: int) -> int:
    """An id that a database can hold. Raises Http404."""
    if value > LARGEST_ID:
        raise Http404
    return value


def id_of(text: str) -> int | None:
    """An id from a query or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@contextmanager
def unknown_is_404() -> Iterator[None]:
    """What is not there for this person is not there."""
    try:
        yield
    except (NoSuchSession, NoSuchBooking):
        raise Http404 from None


def seen_session(request: HttpRequest, session_id: int) -> Session:
    """A session that the viewer may see. Raises Http404."""
    with unknown_is_404():
        return reading.session(viewer=request_viewer(request), session_id=checked_id(session_id))
