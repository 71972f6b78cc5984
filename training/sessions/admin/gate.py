"""Which sessions and dates a person of the CMS may work with."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portal.network.models import User
from training.sessions.leading import may_lead
from training.sessions.models import Session, SessionDate
from training.sessions.views.gate import checked_id, own_user


def led_session(request: HttpRequest, session_id: int) -> tuple[User, Session]:
    """The person and a session that they may lead. Raises Http404."""
    user = own_user(request)
    rows = Session.objects.select_related("course", "venue", "department").defer("course__body")
    session = rows.filter(pk=checked_id(session_id)).first()
    if session is None or not may_lead(user, session):
        raise Http404
    return user, session


def led_date(request: HttpRequest, date_id: int) -> tuple[User, SessionDate]:
    """The person and a date of a session that they may lead. Raises Http404."""
    date = SessionDate.objects.filter(pk=checked_id(date_id)).select_related("session").first()
    if date is None:
        raise Http404
    user, date.session = led_session(request, date.session_id)
    return user, date
