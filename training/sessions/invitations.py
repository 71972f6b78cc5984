"""Keeping calendars true. What a person's calendar should show is compared with what it was last told; the difference
is what is sent. Doing it twice sends nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.core import outbox
from training.sessions.models import Booking, Invitation, Room, Session

OUTBOX_KIND = "training.sessions.invitation"
REQUEST, CANCEL = Invitation.Method.REQUEST, Invitation.Method.CANCEL


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of one date."""

    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest message about a date."""

    sequence: int
    method: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Message:
    """One to send."""

    uid: UUID
    sequence: int
    method: str
    entry: Entry


def messages(*, wanted: Mapping[UUID, Entry], sent: Mapping[UUID, Sent]) -> list[Message]:
    """What has to be sent, so that a calendar told `sent` shows `wanted`. SEQUENCE rises with each message about a date
    (RFC 5545, 3.8.7.4), so that a calendar never takes an older one for the newer."""
    found = []
    for uid, entry in wanted.items():
        last = sent.get(uid)
        if last is None:
            found.append(Message(uid, 0, REQUEST, entry))
        elif last.method == CANCEL or last.entry != entry:
            found.append(Message(uid, last.sequence + 1, REQUEST, entry))
    for uid, last in sent.items():
        if uid not in wanted and last.method == REQUEST:
            found.append(Message(uid, last.sequence + 1, CANCEL, last.entry))
    return found


def entries_of(session: Session) -> dict[UUID, Entry]:
    """What the calendar of somebody who is booked shows, by the key of the date."""
    place = place_of(session)
    return {
        date.key: Entry(date.starts_at, date.ends_at, session.title, with_room(place, date.room))
        for date in session.dates.select_related("room")
    }


def place_of(session: Session) -> str:
    """As a calendar shows it to who is booked."""
    if session.format == Session.Format.ONLINE or session.venue is None:
        return session.link[:500]
    return f"{session.venue.name}, {' '.join(session.venue.address.split())}"[:400]


def with_room(place: str, room: Room | None) -> str:
    """With the room's name, if there is one."""
    return f"{place} ({room.name})"[:500] if room is not None else place


def tell_calendars(*, session: Session, bookings: Iterable[Booking]) -> set[int]:
    """Send what these people's calendars lack; gives the ids of the bookings about which something is sent. Call it
    inside the transaction of the change. Constant statements."""
    bookings = list(bookings)
    told = _told(session, bookings)
    entries = entries_of(session)
    rows: list[Invitation] = []
    for booking in bookings:
        wanted = entries if booking.state in Booking.SEATED else {}
        found = messages(wanted=wanted, sent=told.get(booking.user_id, {}))
        rows.extend(_invitation(booking, message) for message in found)
    Invitation.objects.bulk_create(rows)
    outbox.enqueue_many(kind=OUTBOX_KIND, items=[(str(row.pk), {}) for row in rows])
    return {row.booking_id for row in rows}


def _invitation(booking: Booking, message: Message) -> Invitation:
    return Invitation(
        booking=booking,
        user_id=booking.user_id,
        uid=message.uid,
        sequence=message.sequence,
        method=message.method,
        starts_at=message.entry.starts_at,
        ends_at=message.entry.ends_at,
        summary=message.entry.summary,
        place=message.entry.place,
    )


def _told(session: Session, bookings: list[Booking]) -> dict[int, dict[UUID, Sent]]:
    """The newest message by person and date, over all of a person's bookings of the session."""
    rows = Invitation.objects.filter(
        booking__session=session, user__in=[booking.user_id for booking in bookings]
    ).order_by("sequence")
    told: dict[int, dict[UUID, Sent]] = {}
    for row in rows:
        entry = Entry(row.starts_at, row.ends_at, row.summary, row.place)
        told.setdefault(row.user_id, {})[row.uid] = Sent(row.sequence, row.method, entry)
    return told
