"""A person's calendar address. It is read without signing in, so it is a secret: a random key, signed; renewing it
makes the old one unknown."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from portal.core import events
from portal.network.models import User
from training.sessions.calendar_files import published_file
from training.sessions.invitations import Entry, place_of, with_room
from training.sessions.models import Booking, CalendarFeed, Invitation, Session, SessionDate

_signer = signing.Signer(salt="training.sessions.feed", sep=".")
BACK = timedelta(days=365)


def token_of(*, user: User) -> str:
    """The person's address as it is, made on first use."""
    return _signer.sign(CalendarFeed.objects.get_or_create(user=user)[0].key.hex)


def renew(*, user: User) -> str:
    """A new address; the old one is unknown from now on."""
    CalendarFeed.objects.update_or_create(user=user, defaults={"key": uuid4(), "renewed_at": timezone.now()})
    events.record(verb="calendar.renewed", subject=f"user:{user.pk}", actor=user)
    return token_of(user=user)


def owner_of(token: str) -> User | None:
    """Whose address it is; None for one that is unknown, forged, or of somebody who has left."""
    try:
        key = UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    feed = CalendarFeed.objects.filter(key=key, user__is_active=True).select_related("user").first()
    return feed.user if feed else None


def calendar_of(*, user: User, now: datetime) -> bytes:
    """What the person is booked for, and what they attended in the last year. Three statements."""
    dates = SessionDate.objects.filter(
        session__bookings__in=Booking.objects.filter(user=user, state__in=Booking.SEATED), ends_at__gte=now - BACK
    )
    return file_of(user=user, dates=list(dates.select_related("session__venue", "room")), stamp=now)


def file_of(*, user: User, dates: list[SessionDate], stamp: datetime) -> bytes:
    """These dates as a calendar file, with the sequences that the person's invitations have. One statement."""
    rows = Invitation.objects.filter(user=user, uid__in=[date.key for date in dates]).order_by("sequence")
    sequences = dict(rows.values_list("uid", "sequence"))
    return published_file(
        ((date.key, _entry(date), sequences.get(date.key, 0), _address_of(date.session)) for date in dates),
        stamp=stamp,
        name=settings.PORTAL_NAME,
    )


def _entry(date: SessionDate) -> Entry:
    return Entry(date.starts_at, date.ends_at, date.session.title, with_room(place_of(date.session), date.room))


def _address_of(session: Session) -> str:
    return settings.BASE_URL + reverse("sessions:session", args=[session.pk])
