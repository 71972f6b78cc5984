"""What a viewer may see of sessions: the read paths of this room."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.network.api import Viewer
from portal.network.models import Membership, User
from training.courses import api as courses
from training.courses.models import Course
from training.sessions.errors import NoSuchSession
from training.sessions.models import Booking, Session


def visible(*, viewer: Viewer) -> QuerySet[Session]:
    """Sessions of courses that the viewer may see, from the day they are open. One's own bookings show theirs whatever
    became of the course's audience."""
    own = Booking.objects.filter(session=OuterRef("pk"), user=viewer.user_id)
    shown = Q(course__in=Course.objects.visible_to(viewer).order_by().values("pk"), state__in=Session.SHOWN)
    return Session.objects.filter(shown | Exists(own))


def listed(
    *,
    viewer: Viewer,
    course_id: int | None = None,
    region_id: int | None = None,
    venue_id: int | None = None,
    language: str = "",
    month: tuple[int, int] | None = None,
    with_seats: bool = False,
) -> QuerySet[Session]:
    """What is to come and can be booked or is booked, the next first; each with `seats_left` and `own_state`, the state
    of the viewer's booking. One statement; the caller pages it."""
    found = with_counts(visible(viewer=viewer), viewer=viewer).filter(
        state__in=[Session.State.OPEN, Session.State.CLOSED], ends_at__gte=viewer.at
    )
    if course_id is not None:
        found = found.filter(course=course_id)
    if region_id is not None:
        found = found.filter(venue__region__path__contains=f"/{region_id}/")
    if venue_id is not None:
        found = found.filter(venue=venue_id)
    if language:
        found = found.filter(language=language)
    if month is not None:
        first, after = month_span(*month)
        found = found.filter(starts_at__lt=after, ends_at__gte=first)
    if with_seats:
        found = found.filter(state=Session.State.OPEN, seats_left__gt=0)
    return found.order_by("starts_at", "pk")


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """The first instant of a month and of the next, in the active time zone."""
    zone = timezone.get_current_timezone()
    after = (year + month // 12, month % 12 + 1)
    return datetime(year, month, 1, tzinfo=zone), datetime(*after, 1, tzinfo=zone)


def with_counts(sessions: QuerySet[Session], *, viewer: Viewer) -> QuerySet[Session]:
    """With `seats_left`, `waiting` and `own_state`, in the same statement."""
    bookings = Booking.objects.filter(session=OuterRef("pk")).order_by().values("session")
    seated = bookings.filter(state__in=Booking.SEATED).annotate(number=Count("pk")).values("number")
    waiting = bookings.filter(state=Booking.State.WAITLISTED).annotate(number=Count("pk")).values("number")
    own = Booking.objects.filter(session=OuterRef("pk"), user=viewer.user_id).exclude(state__in=Booking.ENDED)
    return (
        sessions.annotate(
            seats_taken=Coalesce(Subquery(seated), 0),
            waiting=Coalesce(Subquery(waiting), 0),
            own_state=Subquery(own.values("state")[:1]),
        )
        .annotate(seats_left=Greatest(F("capacity") - F("seats_taken"), 0))
        .select_related("course", "venue", "department")
        .defer("course__body")
    )


def session(*, viewer: Viewer, session_id: int) -> Session:
    """One session, as `with_counts` gives it. Raises NoSuchSession."""
    found = with_counts(visible(viewer=viewer), viewer=viewer).filter(pk=session_id).first()
    if found is None:
        raise NoSuchSession(_("There is no such session."))
    return found


def own_booking(*, user: User, session: Session) -> Booking | None:
    """The person's booking that counts: the one that has not ended, or else the latest."""
    rows = Booking.objects.filter(user=user, session=session)
    return rows.exclude(state__in=Booking.ENDED).first() or rows.order_by("-created_at", "-pk").first()


def bookings(*, user: User) -> QuerySet[Booking]:
    """All of a person's bookings with their sessions, the latest session first."""
    return (
        Booking.objects.filter(user=user)
        .select_related("session", "session__course", "session__venue")
        .defer("session__course__body")
        .order_by("-session__starts_at", "-pk")
    )


def bookings_to_come(*, user: User, now: datetime) -> QuerySet[Booking]:
    """What a person is booked for, waits for or has asked for, the next first."""
    return (
        bookings(user=user)
        .filter(state__in=[*Booking.TO_COME, Booking.State.ATTENDED], session__ends_at__gte=now)
        .order_by("session__starts_at", "pk")
    )


def team_bookings(*, viewer: Viewer) -> QuerySet[Booking]:
    """The bookings of the people whom the viewer manages today, of sessions to come; nobody else's. The next first."""
    people = courses.team(viewer=viewer).order_by().values("pk")
    return (
        Booking.objects.filter(user__in=people, session__ends_at__gte=viewer.at)
        .exclude(state__in=Booking.ENDED)
        .select_related("user", "session", "session__course", "session__venue")
        .defer("session__course__body")
        .order_by("session__starts_at", "user__last_name", "user__first_name", "pk")
    )


def requests_of_team(*, viewer: Viewer) -> QuerySet[Booking]:
    """Requests for seats that wait for the viewer's answer, the oldest first."""
    return team_bookings(viewer=viewer).filter(state=Booking.State.REQUESTED).order_by("created_at", "pk")


def bookable_people(*, viewer: Viewer, session: Session) -> QuerySet[User]:
    """The people whom the viewer manages and who have no booking of the session."""
    booked = Booking.objects.filter(session=session).exclude(state__in=Booking.ENDED).values("user")
    return courses.team(viewer=viewer).exclude(pk__in=booked)


def managers_of(*, user: User, at: datetime) -> list[int]:
    """The ids of the people who manage a dealer of the person on the day of `at`."""
    memberships = Membership.objects.on(timezone.localdate(at))
    dealers = memberships.filter(user=user).values("dealer")
    found = memberships.filter(dealer__in=dealers, is_manager=True, user__is_active=True).exclude(user=user)
    return list(found.order_by("user").values_list("user", flat=True).distinct())
