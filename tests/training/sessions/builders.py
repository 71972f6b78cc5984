"""Sessions for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.network.api import viewer_for
from portal.network.models import User
from tests import factories
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.sessions.booking import book
from training.sessions.lifecycle import open_booking
from training.sessions.models import Booking, Room, SeatQuota, Session, SessionDate, SessionTrainer, Venue
from training.sessions.planning import save_session

DAY = timedelta(days=1)


def trainer(username: str = "trainer") -> User:
    """An author of the test department."""
    found = User.objects.filter(username=username).first()
    return found or factories.oem_person(username=username, groups=[builders.department().authors])


def venue(name: str = "Training centre", **more: Any) -> Venue:
    facts = {"address": "Ring 1\nTown", "time_zone": "Europe/Berlin", "department": builders.department(), **more}
    return Venue.objects.filter(name=name).first() or Venue.objects.create(name=name, **facts)


def room(name: str = "Workshop 1", **more: Any) -> Room:
    return Room.objects.filter(name=name).first() or Room.objects.create(venue=venue(), name=name, **more)


def in_days(days: float, hours: int = 8) -> tuple[datetime, datetime]:
    begins = (timezone.now() + days * DAY).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=UTC)
    return begins, begins + timedelta(hours=hours)


def planned(
    *,
    dates: list[tuple[datetime, datetime]] | None = None,
    trainers: list[User] = (),  # type: ignore[assignment]
    quotas: dict[Any, int] | None = None,
    room: Room | None = None,
    taught: Any = None,
    **facts: Any,
) -> Session:
    """A session in ten days, of a course that everybody sees."""
    taught = taught or course(module(lesson()))
    session = Session(
        **{
            "course": taught,
            "title": "High voltage, practice",
            "department": builders.department(),
            "venue": venue(),
            "time_zone": "Europe/Berlin",
            "capacity": 2,
            **facts,
        }
    )
    session.dates = [SessionDate(starts_at=a, ends_at=b, room=room) for a, b in dates or [in_days(10)]]
    session.trainers = [SessionTrainer(user=one) for one in trainers]
    session.quotas = [SeatQuota(region=region, seats=seats) for region, seats in (quotas or {}).items()]
    return save_session(session=session, actor=trainer())


def opened(**facts: Any) -> Session:
    session = planned(**facts)
    return open_booking(actor=trainer(), session_id=session.pk, now=session.starts_at - 9 * DAY)


def edited(session: Session) -> Session:
    """As the editor holds it: with its children in memory."""
    fresh = Session.objects.get(pk=session.pk)
    for name in ("dates", "trainers", "quotas", "materials"):
        setattr(fresh, name, list(getattr(fresh, name).all()))
    return fresh


def book_for(user: User, session: Session, now: datetime | None = None) -> Booking:
    return book(viewer=viewer_for(user=user), actor=user, user=user, session_id=session.pk, now=now)


def learner(dealer: Any = None, **more: Any) -> User:
    return factories.MembershipFactory(dealer=dealer or factories.DealerFactory(), **more).user
