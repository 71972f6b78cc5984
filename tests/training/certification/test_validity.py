"""Dates of certifications: worked examples, and what holds for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certification.validity import Dates, State, Terms, add_months, dates_of, state_on

DAY = date(2026, 3, 15)


def test_a_number_of_months_from_the_award():
    dates = dates_of(terms=Terms(months=24, window_days=90, grace_days=30), awarded_on=DAY)
    assert dates == Dates(DAY, date(2028, 3, 14), date(2027, 12, 15), date(2028, 4, 13))


def test_without_end():
    assert dates_of(terms=Terms(months=None), awarded_on=DAY) == Dates(DAY, None, None, None)


@pytest.mark.parametrize(
    ("awarded", "minimum", "expected"),
    [
        (date(2026, 3, 15), 0, date(2026, 12, 31)),
        (date(2026, 12, 20), 0, date(2026, 12, 31)),
        (date(2026, 12, 20), 6, date(2027, 12, 31)),
        (date(2026, 12, 31), 0, date(2027, 12, 31)),
        (date(2026, 6, 30), 6, date(2026, 12, 31)),
    ],
)
def test_until_a_day_of_the_year(awarded, minimum, expected):
    terms = Terms(fixed=(12, 31), minimum_months=minimum)
    assert dates_of(terms=terms, awarded_on=awarded).expires_on == expected


def test_renewing_early_loses_no_days():
    terms = Terms(months=12, window_days=60, grace_days=30)
    first = dates_of(terms=terms, awarded_on=DAY)
    assert first.expires_on == date(2027, 3, 14)
    early = dates_of(terms=terms, awarded_on=date(2027, 2, 1), before=first)
    assert (early.valid_from, early.expires_on) == (date(2027, 2, 1), date(2028, 3, 14))
    in_grace = dates_of(terms=terms, awarded_on=date(2027, 4, 1), before=first)
    assert in_grace.expires_on == date(2028, 3, 14)
    too_late = dates_of(terms=terms, awarded_on=date(2027, 5, 1), before=first)
    assert too_late.expires_on == date(2028, 4, 30)


def test_renewing_from_the_day_of_the_renewal():
    terms = Terms(months=12, from_expiry=False)
    first = dates_of(terms=terms, awarded_on=DAY)
    assert dates_of(terms=terms, awarded_on=date(2027, 2, 1), before=first).expires_on == date(2028, 1, 31)


def test_a_grace_longer_than_the_validity_gives_no_dead_period():
    terms = Terms(months=1, grace_days=200)
    first = dates_of(terms=terms, awarded_on=DAY)
    late = dates_of(terms=terms, awarded_on=first.expires_on + timedelta(days=100), before=first)
    assert late.expires_on > late.valid_from


def test_a_month_without_such_a_day():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 15), State.CERTIFIED),
        (date(2027, 12, 14), State.CERTIFIED),
        (date(2027, 12, 15), State.RENEWAL_OPEN),
        (date(2028, 3, 14), State.RENEWAL_OPEN),
        (date(2028, 3, 15), State.GRACE),
        (date(2028, 4, 13), State.GRACE),
        (date(2028, 4, 14), State.EXPIRED),
    ],
)
def test_states_follow_from_dates(day, expected):
    dates = dates_of(terms=Terms(months=24, window_days=90, grace_days=30), awarded_on=DAY)
    assert state(dates, day) == expected
    assert state(dates, day, "suspended") == State.SUSPENDED
    assert state(dates, day, "revoked") == State.REVOKED


def state(dates, day, standing="active"):
    return state_on(
        standing=standing,
        expires_on=dates.expires_on,
        renewal_opens_on=dates.renewal_opens_on,
        grace_until=dates.grace_until,
        day=day,
    )


days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
terms = st.builds(
    Terms,
    months=st.one_of(st.none(), st.integers(1, 120)),
    fixed=st.one_of(st.none(), st.tuples(st.integers(1, 12), st.integers(1, 28))),
    minimum_months=st.integers(0, 24),
    window_days=st.integers(0, 400),
    grace_days=st.integers(0, 400),
    from_expiry=st.booleans(),
)


@given(terms, days, st.integers(0, 3000))
def test_dates_are_in_order_and_a_renewal_never_shortens(rules, awarded, later):
    first = dates_of(terms=rules, awarded_on=awarded)
    second = dates_of(terms=rules, awarded_on=awarded + timedelta(days=later), before=first)
    for dates in (first, second):
        if dates.expires_on is not None:
            assert dates.valid_from <= dates.renewal_opens_on
            assert dates.valid_from <= dates.expires_on <= dates.grace_until
    if first.expires_on is not None and second.expires_on is not None:
        assert second.expires_on >= first.expires_on


@given(terms, days)
def test_states_come_in_their_order(rules, awarded):
    dates = dates_of(terms=rules, awarded_on=awarded)
    order = [State.CERTIFIED, State.RENEWAL_OPEN, State.GRACE, State.EXPIRED]
    seen = [state(dates, awarded + timedelta(days=offset)) for offset in range(0, 6000, 13)]
    places = [order.index(one) for one in seen]
    assert places == sorted(places)
