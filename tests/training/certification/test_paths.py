"""How far a path is reached: worked examples, and what holds for every path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certification.paths import Demand, Item, reach

A, B, C, D = (Item("course", n) for n in range(4))


@pytest.mark.parametrize(
    ("demand", "earned", "done", "following"),
    [
        (Demand((A, B, C)), set(), 0, (A, B, C)),
        (Demand((A, B, C)), {B}, 1, (A, C)),
        (Demand((A, B, C)), {A, B, C}, 3, ()),
        (Demand((A, B, C), "n_of", 2), {C}, 1, (A, B)),
        (Demand((A, B, C), "n_of", 2), {C, A}, 2, ()),
        (Demand((A, B, C), "n_of", 2), {C, A, B}, 2, ()),
        (Demand((A, B), "n_of", 5), {A, B}, 2, ()),
        (Demand((A, B, C), "ordered"), {B, C}, 0, (A,)),
        (Demand((A, B, C), "ordered"), {A, C}, 1, (B,)),
        (Demand((A, B, C), "ordered"), {A, B, C}, 3, ()),
    ],
)
def test_worked_examples(demand, earned, done, following):
    reached = reach((demand,), earned)
    assert (reached.done, reached.next) == (done, following)
    assert reached.complete == (done == demand.needed)


def test_an_offer_counts_neither_way():
    reached = reach((Demand((A,)), Demand((B, C), required=False)), {A, B})
    assert (reached.done, reached.required, reached.complete, reached.next) == (1, 1, True, ())


def test_a_path_that_requires_nothing_is_never_complete():
    assert not reach((), {A}).complete
    assert not reach((Demand((A,), required=False),), {A}).complete


items = st.builds(Item, st.sampled_from(["course", "curriculum", "scheme"]), st.integers(0, 9))
demands = st.builds(
    Demand,
    st.lists(items, min_size=1, max_size=6, unique=True).map(tuple),
    st.sampled_from(["all", "n_of", "ordered"]),
    st.one_of(st.none(), st.integers(1, 9)),
    st.booleans(),
)
paths = st.lists(demands, max_size=5).map(tuple)


@given(paths, st.sets(items))
def test_bounds(path, earned):
    reached = reach(path, earned)
    assert 0 <= reached.done <= reached.required
    assert reached.complete == (reached.required > 0 and reached.done == reached.required)
    assert bool(reached.next) == (reached.done < reached.required)
    assert not set(reached.next) & earned


@given(paths, st.sets(items), items)
def test_earning_more_never_takes_away(path, earned, more):
    assert reach(path, earned | {more}).done >= reach(path, earned).done


@given(paths, st.sets(items))
def test_following_what_is_next_leads_to_the_end(path, earned):
    for _step in range(100):
        reached = reach(path, earned)
        if not reached.next:
            break
        earned = earned | {reached.next[0]}
    assert reached.done == reached.required
