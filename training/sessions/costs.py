"""What a session costs and who owes it: every booked seat, and one that was cancelled late."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from training.sessions.models import Booking, Session


@dataclass(frozen=True, slots=True)
class DealerCosts:
    """`dealer` is empty for people who work for none."""

    dealer: str
    seats: int
    late: int
    owed: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    dealers: tuple[DealerCosts, ...]
    owed: Decimal
    expenses: Decimal
    currency: str

    @property
    def balance(self) -> Decimal:
        return self.owed - self.expenses


def costs_of(session: Session) -> Costs:
    """By dealer, by name. One statement."""
    seated, late = Q(state__in=Booking.SEATED), Q(state=Booking.State.CANCELLED, cancelled_late=True)
    rows = (
        session.bookings.filter(seated | late)
        .order_by("dealer__name", "dealer")
        .values("dealer", "dealer__name", "dealer__code")
        .annotate(seats=Count("pk", filter=seated), late=Count("pk", filter=late))
    )
    dealers = tuple(
        DealerCosts(
            dealer=f"{row['dealer__name']} ({row['dealer__code']})" if row["dealer"] else "",
            seats=row["seats"],
            late=row["late"],
            owed=session.price * (row["seats"] + row["late"]),
        )
        for row in rows
    )
    owed = sum((one.owed for one in dealers), Decimal(0))
    return Costs(dealers, owed, session.expenses, session.currency)
