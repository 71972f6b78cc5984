"""Who gets a seat: what must hold whatever the list and the quotas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.sessions.seating import Seats, Waiter, moving_up

regions = st.frozensets(st.integers(1, 4), max_size=3)
waiting = st.lists(regions, max_size=12).map(lambda many: [Waiter(number, one) for number, one in enumerate(many)])
seats = st.builds(
    lambda capacity, quotas, taken: Seats(capacity, quotas, taken),
    st.integers(0, 8),
    st.dictionaries(st.integers(1, 4), st.integers(0, 4), max_size=4),
    st.lists(regions, max_size=4),
)


@given(seats, waiting)
def test_never_more_than_there_are_nor_than_a_quota_allows(seats, waiting):
    taken, before = len(seats.taken), {region: _of(seats, region) for region in seats.quotas}
    moved = moving_up(seats, waiting)
    assert len(moved) <= max(0, seats.capacity - taken)
    for region, most in seats.quotas.items():
        assert _of(seats, region) <= max(most, before[region])


@given(seats, waiting)
def test_the_order_is_kept_and_nobody_who_could_sit_is_left(seats, waiting):
    moved = moving_up(seats, waiting)
    assert moved == sorted(moved)
    left = [one for one in waiting if one.booking not in moved]
    assert not any(seats.fits(one.regions) for one in left)


@given(seats, waiting)
def test_who_is_passed_over_is_held_by_a_quota_alone(seats, waiting):
    """Everybody before the last who moved either moved too or is in a region whose quota is full."""
    moved = moving_up(seats, waiting)
    for one in waiting[: max(moved, default=0)]:
        if one.booking not in moved:
            assert any(_of(seats, region) >= seats.quotas.get(region, 99) for region in one.regions)


@given(seats, waiting)
def test_a_second_look_moves_nobody(seats, waiting):
    moved = moving_up(seats, waiting)
    assert moving_up(seats, [one for one in waiting if one.booking not in moved]) == []


def _of(seats, region):
    return sum(region in one for one in seats.taken)
