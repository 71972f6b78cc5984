"""From evidence to levels, and from holders to verdicts: worked examples and properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.needs.judging import judge
from training.needs.levels import Reached, Shown, reached

DAY = date(2026, 6, 1)
busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The machine may have other things to do."""


def on(days):
    return DAY + timedelta(days=days)


def test_the_highest_of_the_origins_counts():
    evidence = [Shown("course:1", 2, on(-9)), Shown("manager", 3, on(-5)), Shown("assessment:1", 1, on(-1))]
    assert reached(evidence, day=DAY) == Reached(3, None, 3)


def test_a_new_opinion_takes_the_place_of_the_old_one_even_when_it_is_lower():
    evidence = [Shown("manager", 4, on(-9)), Shown("manager", 1, on(-1)), Shown("course:1", 2, on(-30))]
    assert reached(evidence, day=DAY) == Reached(2, None, 2)


def test_on_the_same_day_the_later_number_counts():
    evidence = [Shown("manager", 4, DAY, number=1), Shown("manager", 1, DAY, number=2)]
    assert reached(evidence, day=DAY).level == 1


def test_what_expires_and_what_is_left_then():
    evidence = [
        Shown("scheme:1", 3, on(-9), on(10)),
        Shown("scheme:2", 3, on(-9), on(30)),
        Shown("course:1", 1, on(-9)),
    ]
    assert reached(evidence, day=DAY) == Reached(3, on(30), 1)
    assert reached(evidence, day=on(30)).level == 3, "the last day counts"
    assert reached(evidence, day=on(31)) == Reached(1, None, 1)
    assert reached(evidence, day=DAY).lost_by(2, on(31))
    assert not reached(evidence, day=DAY).lost_by(2, on(30))
    assert not reached(evidence, day=DAY).lost_by(1, on(400)), "level 1 is kept"
    assert not reached(evidence, day=DAY).lost_by(4, on(400)), "level 4 was not there"


def test_what_is_suspended_counts_no_longer_and_the_past_stays():
    evidence = [Shown("scheme:1", 3, on(-9), on(90), 1), Shown("scheme:1", 0, on(-2), None, 2)]
    assert reached(evidence, day=DAY) == Reached()
    assert reached(evidence, day=on(-3)).level == 3


shown = st.builds(
    Shown,
    origin=st.sampled_from(["a", "b", "c"]),
    level=st.integers(0, 4),
    shown_on=st.integers(-50, 50).map(on),
    expires_on=st.one_of(st.none(), st.integers(-50, 100).map(on)),
    number=st.integers(0, 10**6),
)
evidences = st.lists(shown, max_size=8, unique_by=lambda one: one.number)


@busy
@given(evidences.flatmap(lambda evidence: st.tuples(st.just(evidence), st.permutations(evidence))))
def test_the_order_of_the_evidence_does_not_matter(pair):
    evidence, shuffled = pair
    assert reached(shuffled, day=DAY) == reached(evidence, day=DAY)


@busy
@given(evidences)
def test_what_is_said_of_the_future_is_so_then(evidence):
    """With nothing new, the level holds to the last day and is what was said on the day after."""
    known = [one for one in evidence if one.shown_on <= DAY]
    now = reached(known, day=DAY)
    assert now.level in {0} | {one.level for one in known}
    if now.until is not None:
        assert reached(known, day=now.until).level == now.level
        assert reached(known, day=now.until + timedelta(days=1)).level == now.then < now.level
    else:
        assert reached(known, day=on(1000)).level == now.level


def test_two_certified_at_each_site():
    assert judge(kind="holders", number=2, staff=9, ends=[on(5)]).passed is False
    verdict = judge(kind="holders", number=2, staff=9, ends=[on(5), on(90), None])
    assert (verdict.passed, verdict.wanted, verdict.holders, verdict.holds_until) == (True, 2, 3, on(90))
    assert judge(kind="holders", number=1, staff=9, ends=[on(5), None]).holds_until is None


def test_a_share_is_rounded_up_and_a_share_of_nobody_is_fulfilled():
    assert judge(kind="percent", number=50, staff=3, ends=[on(1)]).wanted == 2
    assert judge(kind="percent", number=50, staff=3, ends=[on(1)]).passed is False
    empty = judge(kind="percent", number=50, staff=0, ends=[])
    assert (empty.passed, empty.wanted, empty.holds_until) == (True, 0, None)


@busy
@given(st.integers(1, 5), st.lists(st.one_of(st.none(), st.integers(0, 60).map(on)), max_size=6))
def test_a_standard_holds_until_the_day_that_is_said(number, ends):
    verdict = judge(kind="holders", number=number, staff=9, ends=ends)
    if verdict.holds_until is None:
        later = [end for end in ends if end is None]
        assert verdict.passed is (len(ends) >= number)
        assert not verdict.passed or len(later) >= number
        return
    for day, expected in ((verdict.holds_until, True), (verdict.holds_until + timedelta(days=1), False)):
        left = [end for end in ends if end is None or end >= day]
        assert judge(kind="holders", number=number, staff=9, ends=left).passed is expected
