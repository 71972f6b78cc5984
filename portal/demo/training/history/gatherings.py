"""Sessions that were held during the year, so that whoever has done a lesson on site was there.

The doors of sessions plan for the future and keep lists on the day. So rows are written here as they would be now:
held, with their dates and trainers, those who attended and those who did not come, and the minutes of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.network.models import User
from training.courses.models import Course, Registration
from training.courses.outline import Lesson
from training.sessions.models import Attendance, Booking, Session, SessionDate, SessionTrainer, Venue

FIRST_DAY, EVERY = 335, 24
"""The first was so many days ago, and then another every so many days."""
_LAST_DAY = 20
_NEAR = timedelta(days=8)
_SEATS, _HOURS, _BEGINS = 12, 4, 9
_ANNOUNCED = timedelta(days=45)


@dataclass(slots=True)
class Gathering:
    """A session that was held, and how many seats are left."""

    session: Session
    date: SessionDate
    left: int


@dataclass(slots=True)
class Gatherings:
    """Those of one lesson, in order."""

    held: list[Gathering]
    bookings: list[Booking] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)

    def next(self, after: datetime) -> Gathering | None:
        """The first that begins after a moment and has a seat."""
        return next((one for one in self.held if one.date.starts_at > after and one.left > 0), None)

    def attend(self, one: Gathering, registration: Registration, *, dealer: int, asked: datetime, came: bool) -> None:
        """Note that the person was booked, and was there for the whole time or not at all."""
        one.left -= 1
        minutes = one.date.minutes if came else 0
        booking = Booking(
            session=one.session,
            user=registration.user,
            dealer_id=dealer,
            registration=registration,
            state=Booking.State.ATTENDED if came else Booking.State.NO_SHOW,
            source=Booking.Source.SELF,
            created_at=asked,
            created_by=registration.user,
            booked_at=asked,
            minutes=minutes,
        )
        self.bookings.append(booking)
        if came:
            self.attendances.append(
                Attendance(
                    booking=booking,
                    date=one.date,
                    minutes=minutes,
                    method=Attendance.Method.CODE,
                    marked_at=one.date.starts_at,
                    marked_by=registration.user,
                )
            )

    def keep(self) -> None:
        """Write who was there."""
        Booking.objects.bulk_create(self.bookings, batch_size=200)
        Attendance.objects.bulk_create(self.attendances, batch_size=200)
        past = [one.session.pk for one in self.held]
        Session.objects.filter(pk__in=past, state__in=Session.TO_COME).update(state=Session.State.HELD)


def gatherings(*, course: Course, lesson: Lesson, today: date, trainers: Sequence[User]) -> Gatherings:
    """The past sessions of the lesson; where there was none for a while, one is made."""
    now = timezone.now()
    found = Session.objects.filter(course=course, lesson=lesson.id, ends_at__lt=now)
    known = list(found.exclude(state=Session.State.CANCELLED).order_by("starts_at", "pk"))
    venue = _venue(course)
    for days in range(FIRST_DAY, _LAST_DAY, -EVERY):
        day = _weekday(today - timedelta(days=days))
        if venue is not None and not any(abs(_day(one) - day) < _NEAR for one in known):
            known.append(_hold(course, lesson, venue, day, trainers[days % len(trainers)]))
    dates = {one.session_id: one for one in SessionDate.objects.filter(session__in=known).order_by("-starts_at")}
    taken = {one.pk: one.bookings.filter(state__in=Booking.SEATED).count() for one in known}
    held = [Gathering(one, dates[one.pk], one.capacity - taken[one.pk]) for one in known if one.pk in dates]
    return Gatherings(sorted(held, key=lambda one: one.date.starts_at))


def _day(session: Session) -> date:
    local = session.local_start
    assert local is not None  # noqa: S101  (it has ended, so it has begun)
    return local.date()


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _venue(course: Course) -> Venue | None:
    """One whose region suits the course's language, if there is any."""
    venues = list(Venue.objects.filter(is_active=True).select_related("region").order_by("pk"))
    chinese = course.language == "zh-hans"
    suits = [one for one in venues if one.time_zone.startswith("Asia/") == chinese]
    return next(iter(suits or venues), None)


def _hold(course: Course, lesson: Lesson, venue: Venue, day: date, trainer: User) -> Session:
    starts = datetime(day.year, day.month, day.day, _BEGINS, tzinfo=ZoneInfo(venue.time_zone))
    ends = starts + timedelta(hours=_HOURS)
    session = Session.objects.create(
        course=course,
        lesson=lesson.id,
        title=f"{course.title}: {lesson.title}"[:160],
        department=course.department,
        language=course.language,
        venue=venue,
        time_zone=venue.time_zone,
        capacity=_SEATS,
        state=Session.State.HELD,
        starts_at=starts,
        ends_at=ends,
        created_at=starts - _ANNOUNCED,
        created_by=trainer,
    )
    SessionDate.objects.create(session=session, starts_at=starts, ends_at=ends)
    SessionTrainer.objects.create(session=session, user=trainer)
    return session
