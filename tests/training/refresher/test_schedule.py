"""The schedule, the rating and the choice of cards: pure, so by properties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.refresher import memory
from training.refresher.choosing import Due, choose
from training.refresher.rating import AGAIN, EASY, GOOD, HARD, rating_of

BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
RATINGS = st.integers(1, 4)
HISTORIES = st.lists(st.tuples(RATINGS, st.integers(0, 400 * 24)), max_size=8)
RETENTIONS = st.sampled_from([0.7, 0.8, 0.9, 0.97])
untimed = settings(deadline=None)


def after(history, retention):
    kept, at = memory.learned(at=BEGIN, retention=retention), BEGIN
    for rating, hours in history:
        at += timedelta(hours=hours)
        kept = memory.reviewed(kept, rating=rating, at=at, retention=retention)
    return kept, at


@untimed
@given(HISTORIES, st.integers(0, 400 * 24), RETENTIONS)
def test_a_better_rating_never_comes_back_sooner(history, hours, retention):
    kept, at = after(history, retention)
    at += timedelta(hours=hours)
    dues = [memory.due_at(memory.reviewed(kept, rating=rating, at=at, retention=retention)) for rating in range(1, 5)]
    assert dues == sorted(dues)
    assert all(timedelta(days=1) <= due - at <= timedelta(days=memory.LONGEST_DAYS) for due in dues)


@untimed
@given(HISTORIES, RETENTIONS)
def test_a_schedule_can_be_worked_out_again(history, retention):
    assert after(history, retention) == after(history, retention)


@untimed
@given(HISTORIES, st.integers(0, 1000))
def test_what_is_remembered_fades(history, days):
    kept, at = after(history, 0.9)
    sooner = memory.retrievability(kept, at=at + timedelta(days=days))
    later = memory.retrievability(kept, at=at + timedelta(days=days + 1))
    assert 0 < later <= sooner <= 1


def test_good_answers_come_after_growing_pauses():
    kept, at, pauses = memory.learned(at=BEGIN, retention=0.9), BEGIN, []
    for _ in range(4):
        pauses.append(memory.due_at(kept) - at)
        at = memory.due_at(kept)
        kept = memory.reviewed(kept, rating=GOOD, at=at, retention=0.9)
    assert pauses[0] == timedelta(days=2)
    assert pauses == sorted(set(pauses))


def test_a_higher_goal_asks_sooner():
    at = BEGIN + timedelta(days=10)
    high, low = (
        memory.due_at(memory.reviewed(memory.learned(at=BEGIN, retention=0.9), rating=GOOD, at=at, retention=goal))
        for goal in (0.97, 0.8)
    )
    assert high < low


@pytest.mark.parametrize(
    ("fraction", "used", "offered", "rating"),
    [
        ("0", 0, 0, AGAIN),
        ("0.499999", 0, 3, AGAIN),
        ("0.5", 1, 3, AGAIN),
        ("0.5", 0, 0, HARD),
        ("0.999999", 0, 2, HARD),
        ("1", 1, 2, HARD),
        ("1", 0, 0, GOOD),
        ("1", 0, 2, EASY),
    ],
)
def test_ratings(fraction, used, offered, rating):
    assert rating_of(fraction=Decimal(fraction), hints_used=used, hints_offered=offered) == rating


@given(st.decimals(0, 1, places=6), st.decimals(0, 1, places=6), st.integers(0, 3), st.integers(0, 3))
def test_more_right_is_never_rated_lower_and_a_hint_never_higher(one, other, used, more):
    low, high = sorted([one, other])
    rated = [rating_of(fraction=share, hints_used=used, hints_offered=6) for share in (low, high)]
    assert rated[0] <= rated[1]
    assert rating_of(fraction=low, hints_used=used + more, hints_offered=6) <= rated[0]


DUES = st.lists(
    st.builds(
        Due,
        card=st.integers(1, 10**6),
        question=st.integers(1, 10**6),
        course=st.integers(1, 4),
        due_at=st.integers(0, 50).map(lambda hours: BEGIN + timedelta(hours=hours)),
        retrievability=st.sampled_from([0.2, 0.5, 0.5001, 0.9]),
    ),
    unique_by=lambda one: one.question,
    max_size=30,
)


@given(DUES, st.randoms(use_true_random=False), st.integers(0, 10))
def test_the_choice_does_not_depend_on_the_order_of_the_cards(due, random, most):
    mixed = list(due)
    random.shuffle(mixed)
    chosen = choose(due, most=most)
    assert chosen == choose(mixed, most=most)
    assert len(chosen) == min(most, len(due))
    assert len({one.question for one in chosen}) == len(chosen)


@given(DUES, st.integers(1, 10))
def test_within_a_course_what_is_nearest_to_being_forgotten_comes_first(due, most):
    chosen = choose(due, most=most)
    for one in due:
        if one not in chosen:
            same = [other for other in chosen if other.course == one.course]
            assert all((other.retrievability, other.due_at) <= (one.retrievability, one.due_at) for other in same)


def test_courses_take_turns():
    big = [Due(n, n, 1, BEGIN, 0.1) for n in range(1, 20)]
    small = [Due(100, 100, 2, BEGIN, 0.8), Due(101, 101, 2, BEGIN, 0.9)]
    assert [one.course for one in choose([*big, *small], most=5)] == [1, 2, 1, 2, 1]
