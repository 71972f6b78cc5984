"""iCalendar (RFC 5545, RFC 5546): invitations, the file of a session, the feed of a person. Times are in UTC, so that
no calendar has to know our time zones and summer time moves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from training.sessions.invitations import Entry
from training.sessions.models import Invitation

PRODUCT = "-//Forecourt//Training//EN"


def uid_of(key: UUID) -> str:
    """The same for a date whenever and to whomever it is said."""
    return f"{key}@forecourt"


def invitation_file(invitation: Invitation) -> bytes:
    """One message about one date."""
    entry = Entry(invitation.starts_at, invitation.ends_at, invitation.summary, invitation.place)
    event = _event(invitation.uid, entry, stamp=invitation.created_at, sequence=invitation.sequence)
    event.add("organizer", _address(*_organizer()))
    person = _address(invitation.user.get_full_name() or invitation.user.username, invitation.user.email)
    person.params["PARTSTAT"] = "ACCEPTED"
    person.params["RSVP"] = "FALSE"
    event.add("attendee", person)
    if invitation.method == Invitation.Method.CANCEL:
        event["STATUS"] = "CANCELLED"
    return _calendar(invitation.method, [event])


def published_file(entries: Iterable[tuple[UUID, Entry, int, str]], *, stamp: datetime, name: str = "") -> bytes:
    """Dates to read, as (key, entry, sequence, address of the page)."""
    events = []
    for key, entry, sequence, url in entries:
        event = _event(key, entry, stamp=stamp, sequence=sequence)
        event.add("url", url)
        events.append(event)
    return _calendar("PUBLISH", events, name=name)


def _event(key: UUID, entry: Entry, *, stamp: datetime, sequence: int) -> Event:
    event = Event()
    event.add("uid", uid_of(key))
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    event["STATUS"] = "CONFIRMED"
    return event


def _calendar(method: str, events: Iterable[Event], *, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(method))
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _organizer() -> tuple[str, str]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return name or settings.PORTAL_NAME, address


def _address(name: str, address: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    value.params["CN"] = name
    return value
