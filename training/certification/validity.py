"""From when until when a certification is valid, and what it is on a day. Pure: dates in, dates and words out.

All dates are days of the portal's time zone, both ends included. A period is not valid in its days of grace; in them
the renewal path still suffices.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LAST_YEAR = 9000
"""Beyond it a validity is without end."""


class State(StrEnum):
    CERTIFIED = "certified"
    RENEWAL_OPEN = "renewal_open"
    GRACE = "grace"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


VALID = frozenset({State.CERTIFIED, State.RENEWAL_OPEN})


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of a version of a scheme, as far as dates go. `months` is None without end; `fixed` is a (month, day)
    of every year, `minimum_months` the least that it then gives."""

    months: int | None = 24
    fixed: tuple[int, int] | None = None
    minimum_months: int = 0
    window_days: int = 90
    grace_days: int = 0
    from_expiry: bool = True


@dataclass(frozen=True, slots=True)
class Dates:
    """`expires_on` is the last valid day, None without end; then the other two are None as well."""

    valid_from: date
    expires_on: date | None
    renewal_opens_on: date | None
    grace_until: date | None


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def dates_of(*, terms: Terms, awarded_on: date, before: Dates | None = None) -> Dates:
    """The dates of an award. `before` is the period that it renews, if it does: with `from_expiry` a renewal in time or
    in grace counts from its end, so that nobody loses days by renewing early."""
    start = awarded_on
    if before is not None and before.expires_on is not None and terms.from_expiry:
        within = before.expires_on if before.grace_until is None else before.grace_until
        if awarded_on <= within:
            start = before.expires_on
    expires = _expiry(terms, start=start, renews=start != awarded_on)
    if expires is not None and expires <= awarded_on:
        # Renewed so late in a long grace that the old end would leave nothing.
        expires = _expiry(terms, start=awarded_on, renews=False)
    if expires is None:
        return Dates(awarded_on, None, None, None)
    return Dates(
        valid_from=awarded_on,
        expires_on=expires,
        renewal_opens_on=max(awarded_on, expires - timedelta(days=terms.window_days)),
        grace_until=expires + timedelta(days=terms.grace_days),
    )


def _expiry(terms: Terms, *, start: date, renews: bool) -> date | None:
    if terms.fixed is not None:
        earliest = max(add_months(start, terms.minimum_months), start + timedelta(days=1))
        month, day = terms.fixed
        this_year = date(earliest.year, month, day)
        return this_year if this_year >= earliest else date(earliest.year + 1, month, day)
    if terms.months is None or start.year + terms.months // 12 > LAST_YEAR:
        return None
    ends = add_months(start, terms.months)
    return ends if renews else ends - timedelta(days=1)


def state_on(
    *, standing: str, expires_on: date | None, renewal_opens_on: date | None, grace_until: date | None, day: date
) -> State:
    """What a certification is on `day`. Suspension and revocation go before dates."""
    if standing in (State.SUSPENDED, State.REVOKED):
        return State(standing)
    if expires_on is None:
        return State.CERTIFIED
    if day <= expires_on:
        return State.RENEWAL_OPEN if renewal_opens_on is not None and day >= renewal_opens_on else State.CERTIFIED
    return State.GRACE if grace_until is not None and day <= grace_until else State.EXPIRED
