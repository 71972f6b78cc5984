"""Free seats and the waiting list: who moves up. Whoever calls holds the session's row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.core import events
from portal.network.models import Dealer, User, lineage
from training.sessions import telling
from training.sessions.clashes import hold, seated_elsewhere
from training.sessions.invitations import tell_calendars
from training.sessions.leading import locked_session
from training.sessions.models import Booking, Session
from training.sessions.seating import Seats, Waiter, moving_up

State = Booking.State


def promote(*, session: Session, now: datetime) -> list[Booking]:
    """Give free seats to who waits, in order, until the cut-off. Who has a seat elsewhere at that time keeps their
    place and holds up nobody. Call it in a transaction that holds the session's row. One statement when nobody
    waits."""
    if not session.promotes(now):
        return []
    waiting = {one.pk: one for one in waiting_for(session)}
    if not waiting:
        return []
    people = [one.user_id for one in waiting.values()]
    hold(people)
    elsewhere = seated_elsewhere(session=session, user_ids=people)
    free = [Waiter(pk, regions_of(one.dealer)) for pk, one in waiting.items() if one.user_id not in elsewhere]
    promoted = [waiting[pk] for pk in moving_up(seats_of(session), free)]
    give_seats(session, promoted, now=now)
    for booking in promoted:
        record("session.promoted", booking, None)
    return promoted


@transaction.atomic
def promote_again(*, session_id: int, now: datetime | None = None) -> list[Booking]:
    """The same for a session whose row is not held yet. Raises NoSuchSession."""
    session = locked_session(session_id)
    return promote(session=session, now=now or timezone.now())


def waiting_for(session: Session) -> QuerySet[Booking]:
    """The waiting list, in order."""
    rows = Booking.objects.filter(session=session, state=State.WAITLISTED).select_related("dealer__region")
    return rows.order_by("waiting_since", "pk")


def seats_of(session: Session) -> Seats:
    """The seats as they are. Two statements; true as long as the session's row is held."""
    rows = Booking.objects.filter(session=session, state__in=Booking.SEATED)
    paths = rows.values_list("dealer__region__path", flat=True)
    quotas = dict(session.quotas.values_list("region", "seats"))
    return Seats(session.capacity, quotas, [frozenset(lineage(path or "")) for path in paths])


def give_seats(session: Session, bookings: list[Booking], *, now: datetime) -> None:
    """Seat people who waited, and tell them."""
    for booking in bookings:
        booking.state, booking.booked_at = State.BOOKED, now
    Booking.objects.bulk_update(bookings, ["state", "booked_at"])
    if bookings:
        telling.tell(telling.PROMOTED, session=session, bookings=bookings, key="promoted", urgent=True)
        tell_calendars(session=session, bookings=bookings)


def regions_of(dealer: Dealer | None) -> frozenset[int]:
    """The region of a dealer and all above it."""
    return frozenset(dealer.region.lineage) if dealer is not None else frozenset()


def record(verb: str, booking: Booking, actor: User | None, **data: object) -> None:
    """Keep what happened to a booking."""
    events.record(
        verb=verb,
        subject=f"booking:{booking.pk}",
        actor=actor,
        data={"session": booking.session_id, "state": str(booking.state), **data},
    )
