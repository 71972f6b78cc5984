"""What is said before and after a session by the clock. Each once: the notice's key says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.urls import reverse

from training.sessions import telling
from training.sessions.models import Booking, Session

BEFORE = ((7, 1), (1, 0))
"""Reminders: so many days before, and until so many days before. Who booked later than that needs none."""
LIST_MISSING_FROM, LIST_MISSING_TO = timedelta(hours=4), timedelta(days=14)


def remind(*, now: datetime) -> int:
    """Remind who is booked, a week and a day before. Returns how many were told or had been."""
    told = 0
    for days, until in BEFORE:
        due = Booking.objects.filter(
            state=Booking.State.BOOKED,
            session__state__in=[Session.State.OPEN, Session.State.CLOSED],
            session__starts_at__gt=now + timedelta(days=until),
            session__starts_at__lte=now + timedelta(days=days),
            booked_at__lt=F("session__starts_at") - timedelta(days=days),
        ).select_related("session")
        by_session: dict[int, list[Booking]] = {}
        for booking in due.order_by("session", "pk"):
            by_session.setdefault(booking.session_id, []).append(booking)
        for bookings in by_session.values():
            session = bookings[0].session
            begins = session.starts_at.isoformat() if session.starts_at else ""
            telling.tell(
                telling.REMINDER,
                session=session,
                bookings=bookings,
                key=f"{days}d:{begins}",
                urgent=days == 1,
                days=days,
            )
            told += len(bookings)
    return told


def tell_trainers(*, now: datetime) -> int:
    """Tell trainers a week before of sessions that too few people booked, and of lists that nobody closed."""
    rows = Session.objects.filter(state__in=[Session.State.OPEN, Session.State.CLOSED]).annotate(
        booked=Count("bookings", filter=Q(bookings__state=Booking.State.BOOKED))
    )
    soon = rows.filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=7), booked__lt=F("minimum"))
    over = rows.filter(ends_at__gt=now - LIST_MISSING_TO, ends_at__lte=now - LIST_MISSING_FROM, booked__gt=0)
    told = 0
    for kind, found in ((telling.TOO_FEW, soon), (telling.LIST_MISSING, over)):
        for session in found.prefetch_related("trainers").order_by("pk"):
            begins = session.starts_at.isoformat() if session.starts_at else ""
            telling.tell_people(
                kind,
                session=session,
                user_ids=[one.user_id for one in session.trainers.all()],
                key=f"{kind}:{begins}",
                url=reverse("training_sessions:participants", args=[session.pk]),
                booked=session.booked,
                minimum=session.minimum,
            )
            told += 1
    return told
