"""From planned to held or cancelled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.network.models import User
from training.sessions import telling
from training.sessions.clashes import let_move_up_elsewhere
from training.sessions.errors import NoSuchSession, PlanningRefused
from training.sessions.invitations import tell_calendars
from training.sessions.leading import locked_session, may_plan
from training.sessions.models import Booking, Session
from training.sessions.signals import session_changed
from training.sessions.waiting import promote

State = Session.State


@transaction.atomic
def open_booking(*, actor: User, session_id: int, now: datetime | None = None) -> Session:
    """Let people book. Raises NoSuchSession, PlanningRefused."""
    now = now or timezone.now()
    session = _own(actor, session_id)
    if session.state not in (State.PLANNED, State.CLOSED):
        raise PlanningRefused(_("This session cannot be opened."))
    if session.starts_at is None:
        raise PlanningRefused(_("Give it a date first."))
    if session.starts_at <= now:
        raise PlanningRefused(_("It has begun."))
    _move(session, State.OPEN, actor)
    promote(session=session, now=now)
    return session


@transaction.atomic
def close_booking(*, actor: User, session_id: int) -> Session:
    """Take no more bookings. Who waits still moves up. Raises NoSuchSession, PlanningRefused."""
    session = _own(actor, session_id)
    if session.state != State.OPEN:
        raise PlanningRefused(_("This session is not open."))
    _move(session, State.CLOSED, actor)
    return session


@transaction.atomic
def cancel_session(*, actor: User, session_id: int, reason: str, now: datetime | None = None) -> Session:
    """Cancel it and tell everybody. Bookings end, none of them late. Raises NoSuchSession, PlanningRefused."""
    now = now or timezone.now()
    session = _own(actor, session_id)
    if session.state not in Session.TO_COME:
        raise PlanningRefused(_("This session is over."))
    if not reason.strip():
        raise PlanningRefused(_("Say why: everybody is told."))
    if session.bookings.filter(attendances__isnull=False).exists():
        raise PlanningRefused(_("People were marked as present. Close the list instead."))
    session.reason = reason.strip()[:300]
    session.save(update_fields=["reason"])
    bookings = list(session.bookings.select_for_update().filter(state__in=Booking.TO_COME))
    session.bookings.filter(pk__in=[one.pk for one in bookings]).update(
        state=Booking.State.CANCELLED, cancelled_at=now, reason=session.reason
    )
    for booking in bookings:
        booking.state = Booking.State.CANCELLED
    _move(session, State.CANCELLED, actor, reason=session.reason)
    if session.starts_at is not None:
        telling.tell(
            telling.CANCELLED,
            session=session,
            bookings=bookings,
            key="cancelled",
            urgent=True,
            reason=session.reason,
        )
    tell_calendars(session=session, bookings=bookings)
    let_move_up_elsewhere(session=session, user_ids=[one.user_id for one in bookings])
    return session


def _own(actor: User, session_id: int) -> Session:
    session = locked_session(session_id)
    if not may_plan(actor, session):
        raise NoSuchSession(_("There is no such session."))
    return session


def _move(session: Session, state: str, actor: User, **data: object) -> None:
    session.state = state
    session.save(update_fields=["state"])
    events.record(verb=f"session.{state}", subject=f"session:{session.pk}", actor=actor, data=data)
    session_changed.send(sender=Session, session_id=session.pk)
