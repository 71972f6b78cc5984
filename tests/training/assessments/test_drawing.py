"""Draws: no question twice, the same for the same seed, fair over many."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training import questions as q
from training.assessments.drawing import Candidate, Chance, Draw, NotEnoughQuestions, Part, draw, option_order

GOLDEN = [5, 7, 9, 11]
GOLDEN_LETTERS = list("ecfabd")


def pool(*ids: int) -> tuple[Candidate, ...]:
    return tuple(Candidate(question=one, version=one * 10) for one in ids)


def asked(parts: list[Part], seed: str = "s", avoid: frozenset[int] = frozenset()) -> list[int]:
    return [one.candidate.question for one in draw(parts, seed=seed, avoid=avoid)]


def test_a_seed_gives_what_it_always_gave() -> None:
    """Written down once: an attempt of today must be explained in ten years."""
    parts = [Part((Draw(3, pool(*range(1, 11))), Draw(1, pool(11), fixed=True)), shuffle=True)]
    assert asked(parts, "2026") == GOLDEN
    assert Chance("2026").shuffled("abcdef") == GOLDEN_LETTERS


def test_a_broad_draw_leaves_what_a_narrow_one_needs() -> None:
    parts = [Part((Draw(2, pool(1, 2, 3)), Draw(1, pool(1)), Draw(1, pool(2), fixed=True)))]
    for seed in map(str, range(50)):
        with pytest.raises(NotEnoughQuestions) as error:
            draw(parts, seed=seed)
        assert (error.value.place, error.value.wanted, error.value.found) == ((0, 0), 2, 1)
    parts = [Part((Draw(1, pool(1, 2, 3)), Draw(1, pool(1)), Draw(1, pool(2), fixed=True)))]
    assert all(asked(parts, seed) == [3, 1, 2] for seed in map(str, range(50)))


def test_what_was_seen_before_comes_last() -> None:
    parts = [Part((Draw(3, pool(1, 2, 3, 4)),))]
    for seed in map(str, range(50)):
        found = asked(parts, seed, avoid=frozenset({1, 2}))
        assert set(found[:2]) == {3, 4}
        assert found[2] in {1, 2}


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 4), st.sets(st.integers(1, 30), max_size=12)), max_size=4), max_size=3),
    st.text(max_size=10),
    st.frozensets(st.integers(1, 30)),
    st.booleans(),
)
def test_no_question_twice_and_each_from_its_pool(
    plan: list[list[tuple[int, set[int]]]], seed: str, avoid: frozenset[int], shuffle: bool
) -> None:
    parts = [Part(tuple(Draw(count, pool(*ids)) for count, ids in draws), shuffle) for draws in plan]
    try:
        found = draw(parts, seed=seed, avoid=avoid)
    except NotEnoughQuestions:
        return
    ids = [one.candidate.question for one in found]
    assert len(ids) == len(set(ids)) == sum(count for draws in plan for count, _ in draws)
    assert [one.section for one in found] == sorted(one.section for one in found)
    for one in found:
        assert one.candidate.question in plan[one.section][one.slot][1]
    assert draw(parts, seed=seed, avoid=avoid) == found


def test_draws_are_fair() -> None:
    """Chi-square over 4,000 seeds, 5 of 20: 19 degrees of freedom, 43.8 is the bound of one in a thousand."""
    parts = [Part((Draw(5, pool(*range(20))),))]
    counts = Counter(one for seed in range(4000) for one in asked(parts, str(seed)))
    expected = 4000 * 5 / 20
    assert sum((counts[one] - expected) ** 2 / expected for one in range(20)) < 43.8


def test_every_order_is_as_likely() -> None:
    """24 orders of 4 over 4,800 seeds: 23 degrees of freedom, 49.7 is the bound of one in a thousand."""
    counts = Counter("".join(Chance(str(seed)).shuffled("abcd")) for seed in range(4800))
    assert len(counts) == 24
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 49.7


def test_fixed_options_stay_and_others_move() -> None:
    question = q.ask("choice", options=[q.option("a", 1.0), q.option("b"), q.option("c"), q.option("none", fixed=True)])
    orders = {tuple(option_order(question, seed=str(seed), position=0, shuffle=True)[""]) for seed in range(60)}
    assert len(orders) == 6
    assert all(order[-1] == "none" for order in orders)
    assert option_order(question, seed="s", position=0, shuffle=False) == {"": ["a", "b", "c", "none"]}


def test_what_is_to_be_ordered_is_mixed_whatever_the_rules_say() -> None:
    orders = {tuple(option_order(q.STEPS, seed=str(seed), position=0, shuffle=False)[""]) for seed in range(60)}
    assert len(orders) > 12


def test_gaps_have_orders_of_their_own() -> None:
    assert set(option_order(q.GAPS, seed="s", position=1, shuffle=True)) == {"tool"}
