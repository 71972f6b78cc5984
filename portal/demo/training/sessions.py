"""The demo's sessions, planned and opened as trainers do it.

What was held of courses that have no lesson for it is booked, marked and concluded here. Past sessions of the
high-voltage course stay open: attending one completes a lesson, and so they belong to the year of history.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from portal.demo.training.calendar import PLAN, VENUES, DemoVenue, Kind, Planned, working_day
from portal.demo.training.courses import number_of
from portal.network.models import Membership, Region, User
from training.courses.models import Course, LessonFile
from training.sessions.api import conclude, mark_list, open_booking, save_session
from training.sessions.models import (
    Booking,
    Room,
    SeatQuota,
    Session,
    SessionDate,
    SessionMaterial,
    SessionTrainer,
    Venue,
)

ONLINE = "https://meet.demo.invalid/forecourt"
OPENED_DAYS = 60
"""How long before it begins a session is opened."""
MOST_PRESENT = 6
ABSENT_EVERY = 5
"""One in so many of those booked did not come."""


def build_sessions() -> None:
    """Venues, and the sessions of `PLAN` counted from today, unless there are any. Needs courses and trainers."""
    if Session.objects.exists():
        return
    with transaction.atomic():
        rooms = {venue.name: _venue(venue) for venue in VENUES}
        today = timezone.localdate()
        planner = User.objects.get(username="ruth")
        for planned in PLAN:
            session = _plan(planned, rooms, today, planner)
            if planned.days < 0 and not planned.kind.lesson:
                _hold(session, planned.kind)


def _venue(one: DemoVenue) -> list[Room]:
    """Its rooms, the venue made first."""
    venue = Venue(
        name=one.name,
        address=one.address,
        region=Region.objects.get(code=one.region),
        time_zone=one.zone,
        department=Course.objects.get(document_number=number_of("TR-HV-101", "en")).department,
    )
    venue.rooms = [Room(name=name, seats=seats) for name, seats in one.rooms]
    venue.full_clean()
    venue.save()
    return list(venue.rooms.all())


def _plan(planned: Planned, rooms: dict[str, list[Room]], today: date, planner: User) -> Session:
    kind = planned.kind
    course = Course.objects.get(document_number=number_of(kind.course, kind.language))
    fitting = [room for room in rooms[kind.venue.name] if (room.seats or 0) >= kind.seats] if kind.venue else []
    room = min(fitting, key=lambda one: one.seats or 0, default=None)
    zone = kind.venue.zone if kind.venue else kind.zone
    local = datetime.combine(working_day(today, planned.days), time.fromisoformat(kind.begins))
    starts = local.replace(tzinfo=ZoneInfo(zone))
    session = Session(
        course=course,
        lesson=next(one.id for one in course.outline.lessons if one.kind == "session") if kind.lesson else "",
        title=kind.title,
        department=course.department,
        language=kind.language,
        format=Session.Format.ON_SITE if room else Session.Format.ONLINE,
        venue=room.venue if room else None,
        link="" if room else ONLINE,
        time_zone=zone,
        capacity=kind.seats,
        minimum=kind.minimum,
        waiting_places=4,
        booking_closes_at=starts - timedelta(days=2),
        cancel_until=starts - timedelta(days=7),
        promote_until=starts - timedelta(days=1),
        approval=kind.approval,
        price=Decimal(kind.price),
        expenses=Decimal(kind.expenses),
        currency=kind.currency,
        bring=kind.bring,
        created_at=min(starts - timedelta(days=OPENED_DAYS), timezone.now()),
    )
    session.dates = [SessionDate(starts_at=starts, ends_at=starts + timedelta(hours=kind.hours), room=room)]
    session.trainers = [SessionTrainer(user=User.objects.get(username=kind.trainer))]
    session.quotas = [SeatQuota(region=Region.objects.get(code=code), seats=seats) for code, seats in planned.quotas]
    session.materials = [SessionMaterial(title=file.title, file=file) for file in _cards(course)]
    session.full_clean()
    kept = save_session(session=session, actor=planner)
    return open_booking(actor=planner, session_id=kept.pk, now=kept.created_at)


def _cards(course: Course) -> list[LessonFile]:
    """What the course offers to print."""
    files = [one.value["file"] for one in course.outline.lessons if one.kind == "download"]
    return list(LessonFile.objects.filter(pk__in=files))


def _hold(session: Session, kind: Kind) -> None:
    """Fill a past session, mark who was there and conclude it. Bookings are rows and not booked by the door: nobody is
    to be told today of a seat of last month."""
    date_held = session.dates.get()
    trainer = session.trainers.get().user
    booked_at = date_held.starts_at - timedelta(days=20)
    bookings = []
    for membership in members_for(session, day=booked_at.date())[:MOST_PRESENT]:
        booking = Booking(
            session=session,
            user=membership.user,
            dealer=membership.dealer,
            state=Booking.State.BOOKED,
            source=Booking.Source.SELF,
            created_at=booked_at,
            created_by=membership.user,
            booked_at=booked_at,
        )
        booking.save()
        bookings.append(booking)
    full = kind.hours * 60
    minutes = {one.pk: 0 if n % ABSENT_EVERY == ABSENT_EVERY - 1 else full for n, one in enumerate(bookings)}
    mark_list(actor=trainer, date_id=date_held.pk, minutes=minutes, now=date_held.ends_at)
    conclude(actor=trainer, session_id=session.pk, now=date_held.ends_at + timedelta(hours=1))


def members_for(session: Session, *, day: date) -> list[Membership]:
    """Memberships of the day in the audience of the session's course, of people who speak its language, by name; each
    person once."""
    course = session.course
    rows = (
        Membership.objects.on(day)
        .filter(roles__in=course.audience_roles.all(), user__language=session.language)
        .filter(dealer__brands__in=course.audience_brands.all(), is_manager=False)
        .select_related("user", "dealer")
        .order_by("user__username", "pk")
    )
    if session.venue is not None and session.venue.region is not None:
        market = session.venue.region.lineage[1]
        rows = rows.filter(dealer__region__path__contains=f"/{market}/")
    return list({row.user_id: row for row in rows}.values())
