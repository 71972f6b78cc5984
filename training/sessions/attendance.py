"""Who was there, and for how long; what that makes of a booking, and of the lesson."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.network.models import User
from training.courses import api as courses
from training.sessions import codes
from training.sessions.errors import AttendanceRefused, NoSuchSession
from training.sessions.leading import locked_session, may_lead
from training.sessions.models import Attendance, Booking, Session, SessionDate
from training.sessions.signals import attended, session_changed

NEEDED_PERCENT = 80
"""Of the time, where the session completes no lesson that says otherwise."""
DOORS_OPEN = timedelta(minutes=30)
GRACE = timedelta(minutes=15)
"""Who opens the code so soon after the beginning was there from the beginning."""


@transaction.atomic
def mark_list(*, actor: User, date_id: int, minutes: Mapping[int, int], now: datetime | None = None) -> list[Booking]:
    """The trainer's list of a date: minutes by booking, 0 for who was not there. Who is not in it stays as they are.
    Raises NoSuchSession, AttendanceRefused."""
    now = now or timezone.now()
    date = _date(date_id)
    session = _led(actor, date.session_id)
    if now < date.starts_at - DOORS_OPEN:
        raise AttendanceRefused(_("This date is still to come."))
    rows = _seated(session).filter(pk__in=minutes)
    bookings = list(rows.prefetch_related("attendances").order_by("pk"))
    for booking in bookings:
        _keep(booking, date, min(max(minutes[booking.pk], 0), date.minutes), Attendance.Method.LIST, actor, now)
    _settle(session, bookings, now=now)
    return bookings


@transaction.atomic
def check_in(*, user: User, date_id: int, now: datetime | None = None) -> Attendance:
    """The person is in the room, as the code said. Once: a second time changes nothing. From the quarter of an hour
    after the beginning on, the minutes count from now. Raises AttendanceRefused."""
    now = now or timezone.now()
    date = _date(date_id)
    session = locked_session(date.session_id)
    booking = _seated(session).filter(user=user).first()
    if booking is None:
        raise AttendanceRefused(_("You are not on the list of this session. Tell the trainer."))
    if not opens_at(date) <= now < date.ends_at:
        raise AttendanceRefused(_("You can be marked from half an hour before it begins until it ends."))
    kept = booking.attendances.filter(date=date).first()
    if kept is not None:
        return kept
    begins = date.starts_at if now <= date.starts_at + GRACE else now
    minutes = int((date.ends_at - begins).total_seconds() // 60)
    made = _keep(booking, date, minutes, Attendance.Method.CODE, user, now)
    assert made is not None  # noqa: S101  (there was none, and a date has minutes)
    _settle(session, [booking], now=now)
    return made


def date_of_code(*, date_id: int, code: codes.Code, now: datetime | None = None) -> SessionDate:
    """The date whose code this is. Raises AttendanceRefused for a code that is forged, old or of no date."""
    date = SessionDate.objects.filter(pk=date_id).select_related("session").first()
    if date is None or not codes.is_good(date.key, code, now or timezone.now()):
        raise AttendanceRefused(_("This code is not good any more. Open the one that is on the screen now."))
    return date


@transaction.atomic
def conclude(*, actor: User, session_id: int, now: datetime | None = None) -> Session:
    """Close the list: who was there enough has attended, who was there less in part, and who was not did not come. What
    is corrected later is settled anew. Raises NoSuchSession, AttendanceRefused."""
    now = now or timezone.now()
    session = _led(actor, session_id)
    if session.state not in Session.TO_COME:
        raise AttendanceRefused(_("This session is over."))
    if session.ends_at is None or session.ends_at > now:
        raise AttendanceRefused(_("It has not ended yet."))
    session.state = Session.State.HELD
    session.save(update_fields=["state"])
    session.bookings.filter(state__in=[Booking.State.REQUESTED, Booking.State.WAITLISTED]).update(
        state=Booking.State.CANCELLED, cancelled_at=now
    )
    _settle(session, list(_seated(session)), now=now)
    events.record(verb="session.held", subject=f"session:{session.pk}", actor=actor)
    session_changed.send(sender=Session, session_id=session.pk)
    return session


def opens_at(date: SessionDate) -> datetime:
    """From when on people can be marked."""
    return date.starts_at - DOORS_OPEN


def needed_percent(booking: Booking) -> int:
    """Of the session's time, to have attended it: as the lesson says in the version that the person takes."""
    if booking.session.lesson and booking.registration is not None:
        lesson = booking.registration.version.outline.lesson(booking.session.lesson)
        if lesson is not None:
            return int(lesson.value.get("share") or NEEDED_PERCENT)
    return NEEDED_PERCENT


def _settle(session: Session, bookings: list[Booking], *, now: datetime) -> None:
    """Bring bookings up to date with what is marked. Enough makes them attended at once; the rest when the list is
    closed. A lesson that was completed stays completed."""
    total = sum(date.minutes for date in session.dates.all())
    sums = Attendance.objects.filter(booking__in=bookings).order_by().values("booking").annotate(sum=Sum("minutes"))
    marked = {row["booking"]: row["sum"] for row in sums}
    over = session.state == Session.State.HELD
    for booking in bookings:
        was = booking.state
        booking.minutes = marked.get(booking.pk, 0)
        booking.state = _state(booking, total=total, over=over)
        booking.save(update_fields=["minutes", "state"])
        if booking.state == Booking.State.ATTENDED != was:
            _complete(booking, now=now)
            attended.send(sender=Booking, booking=booking)


def _state(booking: Booking, *, total: int, over: bool) -> str:
    if booking.minutes and booking.minutes * 100 >= needed_percent(booking) * total:
        return Booking.State.ATTENDED
    if not over:
        return Booking.State.BOOKED
    return Booking.State.PARTIALLY_ATTENDED if booking.minutes else Booking.State.NO_SHOW


def _complete(booking: Booking, *, now: datetime) -> None:
    events.record(
        verb="session.attended",
        subject=f"booking:{booking.pk}",
        actor=booking.user,
        data={"session": booking.session_id, "minutes": booking.minutes},
    )
    registration = booking.registration
    if booking.session.lesson and registration is not None:
        courses.complete_lesson(registration=registration, lesson_id=booking.session.lesson, now=now)


def _keep(
    booking: Booking, date: SessionDate, minutes: int, method: str, actor: User, now: datetime
) -> Attendance | None:
    kept = next((one for one in booking.attendances.all() if one.date_id == date.pk), None)
    before = kept.minutes if kept else 0
    if minutes == before:
        return kept
    if kept is None:
        kept = Attendance(booking=booking, date=date)
    kept.minutes, kept.method, kept.marked_by, kept.marked_at = minutes, method, actor, now
    kept.save()
    events.record(
        verb="session.marked",
        subject=f"booking:{booking.pk}",
        actor=actor,
        data={"date": date.pk, "before": before, "minutes": minutes, "method": str(method)},
    )
    return kept


def _date(date_id: int) -> SessionDate:
    date = SessionDate.objects.filter(pk=date_id).first()
    if date is None:
        raise NoSuchSession(_("There is no such session."))
    return date


def _led(actor: User, session_id: int) -> Session:
    session = locked_session(session_id)
    if not may_lead(actor, session) or session.state == Session.State.CANCELLED:
        raise NoSuchSession(_("There is no such session."))
    return session


def _seated(session: Session) -> QuerySet[Booking]:
    rows = Booking.objects.select_for_update(of=("self",)).filter(session=session, state__in=Booking.SEATED)
    return rows.select_related("session", "user", "registration__version")
