"""Planning sessions: what the editor keeps, and copies. The rows of rooms and trainers are held while their calendars
are looked at, so that two planners at once cannot both have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.network.models import User
from training.sessions import telling
from training.sessions.errors import DoubleBooked, NoSuchSession, PlanningRefused
from training.sessions.invitations import tell_calendars
from training.sessions.leading import may_plan
from training.sessions.models import Attendance, Booking, Room, Session, SessionDate
from training.sessions.signals import session_changed
from training.sessions.waiting import promote
from training.sessions.zones import in_zone

MOST_DATES = 60


@transaction.atomic
def save_session(*, session: Session, actor: User, now: datetime | None = None) -> Session:
    """Keep a session with the dates, trainers, quotas and materials that it has in memory. Who is booked is told of
    what changed; seats that became free go to who waits. Raises DoubleBooked, PlanningRefused."""
    now = now or timezone.now()
    before = None
    if session.pk is not None:
        before = Session.objects.select_for_update().get(pk=session.pk)
        if before.state not in Session.TO_COME:
            raise PlanningRefused(_("This session is over. It is kept as it was."))
        session.state = before.state
    dates = sorted(session.dates.all(), key=lambda one: one.starts_at)
    trainers = [one.user_id for one in session.trainers.all()]
    _check_dates(session, dates)
    _check_free(session, dates, trainers)
    if before is not None:
        _check_bookings(session, before, dates)
    session.starts_at = dates[0].starts_at if dates else None
    session.ends_at = max(one.ends_at for one in dates) if dates else None
    if before is None:
        session.created_by = actor
    session.save()
    events.record(
        verb="session.planned" if before is None else "session.changed", subject=f"session:{session.pk}", actor=actor
    )
    kept = Session.objects.select_related("venue", "department").get(pk=session.pk)
    if before is not None:
        _tell_of_change(kept)
        promote(session=kept, now=now)
    session_changed.send(sender=Session, session_id=session.pk)
    return kept


@transaction.atomic
def duplicate(*, actor: User, session_id: int, first_day: date) -> Session:
    """Plan the same again: the first date on `first_day`, the others as far apart, at the same times of the clock even
    when summer time begins between. Without trainers and rooms that are taken then it is refused. Raises NoSuchSession,
    DoubleBooked, PlanningRefused."""
    source = Session.objects.select_related("department").filter(pk=session_id).first()
    if source is None or not may_plan(actor, source):
        raise NoSuchSession(_("There is no such session."))
    children = {name: list(getattr(source, name).all()) for name in ("dates", "trainers", "quotas", "materials")}
    copy = Session.objects.get(pk=source.pk)
    copy.pk, copy.key, copy.created_at = None, uuid4(), timezone.now()
    copy.state, copy.reason = Session.State.PLANNED, ""
    days = timedelta(0)
    if source.starts_at is not None:
        days = first_day - in_zone(source.starts_at, source.time_zone).date()
    for name in ("booking_closes_at", "cancel_until", "promote_until"):
        value = getattr(source, name)
        setattr(copy, name, value and _moved(value, days, source))
    for name, rows in children.items():
        for row in rows:
            row.pk = row.session_id = None
            if isinstance(row, SessionDate):
                row.key = uuid4()
                row.starts_at, row.ends_at = _moved(row.starts_at, days, source), _moved(row.ends_at, days, source)
        setattr(copy, name, rows)
    return save_session(session=copy, actor=actor)


def _moved(instant: datetime, days: timedelta, session: Session) -> datetime:
    """So many days later by the clock of the session's zone."""
    local = in_zone(instant, session.time_zone)
    return (local.replace(tzinfo=None) + days).replace(tzinfo=session.zone)


def _check_dates(session: Session, dates: Sequence[SessionDate]) -> None:
    if len(dates) > MOST_DATES:
        raise PlanningRefused(_("A session has %(most)s dates at most.") % {"most": MOST_DATES})
    for one, after in pairwise(dates):
        if after.starts_at < one.ends_at:
            raise PlanningRefused(_("Two dates of the session are at the same time."))
    if not dates and session.state != Session.State.PLANNED:
        raise PlanningRefused(_("A session that is open has a date."))
    rooms = Room.objects.in_bulk([one.room_id for one in dates if one.room_id])
    for room in rooms.values():
        if room.venue_id != session.venue_id:
            raise PlanningRefused(_("The room “%(room)s” is not in the venue.") % {"room": room.name})
        if room.seats is not None and room.seats < session.capacity:
            raise PlanningRefused(
                _("The room “%(room)s” has %(seats)s seats.") % {"room": room.name, "seats": room.seats}
            )


def _check_free(session: Session, dates: Sequence[SessionDate], trainers: Sequence[int]) -> None:
    """Raise DoubleBooked when a room or a trainer is taken. Holds their rows."""
    if not dates:
        return
    rooms = {one.room_id for one in dates if one.room_id}
    list(Room.objects.select_for_update(of=("self",)).filter(pk__in=rooms).order_by("pk"))
    people = list(User.objects.select_for_update().filter(pk__in=trainers).order_by("pk"))
    taken = SessionDate.objects.exclude(session=session.pk).exclude(session__state=Session.State.CANCELLED)
    overlapping = Q()
    for one in dates:
        overlapping |= Q(starts_at__lt=one.ends_at, ends_at__gt=one.starts_at)
    for other in taken.filter(overlapping, room__in=rooms).select_related("session", "room__venue"):
        if any(_meet(one, other) and one.room_id == other.room_id for one in dates):
            raise DoubleBooked(_("“%(what)s” is taken by “%(title)s”.") % _clash(other.room, other))
    clashes = taken.filter(overlapping, session__trainers__user__in=trainers).select_related("session")
    for other in clashes.prefetch_related("session__trainers"):
        given = {one.user_id for one in other.session.trainers.all()}
        busy = next(person for person in people if person.pk in given)
        raise DoubleBooked(_("“%(what)s” is taken by “%(title)s”.") % _clash(busy.get_full_name() or busy, other))


def _meet(one: SessionDate, other: SessionDate) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _clash(what: object, date: SessionDate) -> dict[str, object]:
    return {"what": what, "title": date.session.title}


def _check_bookings(session: Session, before: Session, dates: Sequence[SessionDate]) -> None:
    """What people are booked for is not pulled from under them."""
    live = Booking.objects.filter(session=before).exclude(state__in=Booking.ENDED)
    if (session.course_id, session.lesson) != (before.course_id, before.lesson) and live.exists():
        raise PlanningRefused(_("People are booked: the course and its lesson stay as they are."))
    seated = live.filter(state__in=Booking.SEATED).count()
    if session.capacity < seated:
        raise PlanningRefused(
            _("%(seated)s people are booked. Cancel bookings before you take seats away.") % {"seated": seated}
        )
    kept = [one.pk for one in dates if one.pk]
    if Attendance.objects.filter(booking__session=before).exclude(date__in=kept).exists():
        raise PlanningRefused(_("A date on which people were marked stays."))


def _tell_of_change(session: Session) -> None:
    seated = list(Booking.objects.filter(session=session, state=Booking.State.BOOKED))
    told = tell_calendars(session=session, bookings=seated)
    if not told or session.starts_at is None:
        return
    last = session.bookings.filter(pk__in=told).order_by("-invitations__pk").values_list("invitations__pk", flat=True)
    telling.tell(
        telling.MOVED,
        session=session,
        bookings=[one for one in seated if one.pk in told],
        key=f"moved:{last.first()}",
        urgent=True,
    )
