"""What a session costs and who owes it: every booked seat, and one that was cancelled late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from training.sessions.models import Booking, Session
from training.sessions.zones import in_zone

_CENT = Decimal("0.01")


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


def with_costs(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Each with `owing` (seats that are owed for), `owed` and `balance`."""
    owing = (
        Booking.objects.filter(session=OuterRef("pk"))
        .filter(Q(state__in=Booking.SEATED) | Q(state=Booking.State.CANCELLED, cancelled_late=True))
        .order_by()
        .values("session")
        .annotate(number=Count("pk"))
        .values("number")
    )
    money: DecimalField[Any, Any] = DecimalField(max_digits=14, decimal_places=2)
    return sessions.annotate(owing=Coalesce(Subquery(owing), 0)).annotate(
        owed=ExpressionWrapper(F("owing") * F("price"), output_field=money),
        balance=ExpressionWrapper(F("owing") * F("price") - F("expenses"), output_field=money),
    )


def sums_of(sessions: QuerySet[Session]) -> list[dict[str, Any]]:
    """What `with_costs` gave, summed by currency. One statement."""
    rows = sessions.order_by("currency").values("currency")
    return list(
        rows.annotate(
            sessions=Count("pk"), sum_owed=Sum("owed"), sum_expenses=Sum("expenses"), sum_balance=Sum("balance")
        )
    )


def by_session(sessions: QuerySet[Session]) -> Iterator[list[object]]:
    """Each of what `with_costs` gave as a row for a spreadsheet: its day, seats owed for, price, and what is left."""
    for session in sessions.iterator(chunk_size=500):
        begins = in_zone(session.starts_at, session.time_zone).date() if session.starts_at else ""
        facts: Any = session
        yield [
            session.title,
            begins,
            facts.owing,
            session.price,
            facts.owed.quantize(_CENT),
            session.expenses,
            facts.balance.quantize(_CENT),
            session.currency,
        ]


def by_dealer(session: Session) -> Iterator[list[object]]:
    """Who owes what for a session, as rows for a spreadsheet. One statement."""
    for one in costs_of(session).dealers:
        yield [one.dealer, one.seats, one.late, session.price, one.owed, session.currency]
