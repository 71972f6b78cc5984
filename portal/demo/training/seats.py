"""Seats in the demo's sessions that are to come: one session is full with people waiting, one is cancelled, and one
seat waits for a manager. Booked by the door, so that people are told and calendars invited."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.demo.training.calendar import PLAN
from portal.demo.training.sessions import members_for
from portal.network.api import viewer_for
from portal.network.models import User
from training.courses.models import Registration
from training.sessions.api import book, cancel_session
from training.sessions.models import Booking, Session

WAITING = 2
"""People on the waiting list of the session that is full."""
SHARE = 2
"""Of the other sessions one seat in so many is taken."""
ASKS = "tina"
"""Who asks her manager for a seat in a session that has to be approved."""


def build_seats() -> None:
    """Unless there are bookings of sessions to come. Needs the sessions; after the year of history, because who has
    completed a course needs no seat in it."""
    to_come = Session.objects.filter(starts_at__gt=timezone.now(), state=Session.State.OPEN).order_by("starts_at")
    if not to_come.exists() or Booking.objects.filter(session__starts_at__gt=timezone.now()).exists():
        return
    reasons = {planned.kind.title: planned.cancelled for planned in PLAN if planned.cancelled}
    with transaction.atomic():
        for session in to_come.select_related("course", "venue__region"):
            if session.approval:
                _ask(session)
                continue
            _fill(session)
            if reason := reasons.pop(session.title, ""):
                cancel_session(actor=User.objects.get(username="ruth"), session_id=session.pk, reason=reason)


def _fill(session: Session) -> None:
    """Half of the seats, or all and a waiting list where there are few. First who has not completed the course; nobody
    who has a seat in another session of it."""
    trainer = User.objects.get(username="ruth")
    viewer = viewer_for(user=trainer)
    completed = _people(Registration.objects.filter(course=session.course, state=Registration.State.COMPLETED))
    seated = _people(Booking.objects.filter(session__course=session.course, state=Booking.State.BOOKED))
    people = [row.user for row in members_for(session, day=timezone.localdate()) if row.user_id not in seated]
    people.sort(key=lambda one: one.pk in completed)
    seats = session.capacity + WAITING if session.capacity <= session.waiting_places else session.capacity // SHARE
    for user in people[:seats]:
        book(viewer=viewer, actor=trainer, user=user, session_id=session.pk)


def _people(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("user_id", flat=True))


def _ask(session: Session) -> None:
    user = User.objects.get(username=ASKS)
    book(viewer=viewer_for(user=user), actor=user, user=user, session_id=session.pk)
