"""What holds for any answer, whatever the question."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.training import questions as q
from training.assessments.grading import Item, Policy, State, grade, score
from training.bank.answers import InvalidAnswer, answer_from, is_empty
from training.bank.shapes import AnyQuestion, MultipleChoice

unit = st.floats(0, 1)
PAYLOADS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choice": st.fixed_dictionaries({"option": st.sampled_from(["g48", "g12", "water", "oil"])}),
    "multiple": st.fixed_dictionaries(
        {"options": st.lists(st.sampled_from(["plug", "wait", "spray", "horn"]), unique=True)}
    ),
    "true_false": st.fixed_dictionaries({"value": st.booleans()}),
    "numeric": st.fixed_dictionaries(
        {"text": st.one_of(st.text(max_size=20), st.floats(allow_nan=False).map(str), st.integers(100, 140).map(str))}
    ),
    "short_text": st.fixed_dictionaries({"text": st.text(max_size=60)}),
    "ordering": st.fixed_dictionaries({"order": st.permutations(["key-off", "plug-out", "wait", "measure"])}),
    "matching": st.fixed_dictionaries(
        {"pairs": st.dictionaries(st.sampled_from(["abs", "srs"]), st.sampled_from(["brakes", "airbag", "engine"]))}
    ),
    "gap_fill": st.fixed_dictionaries(
        {
            "gaps": st.fixed_dictionaries(
                {},
                optional={"t": st.text(max_size=8), "a": st.text(max_size=8), "tool": st.sampled_from(["T10", "T20"])},
            )
        }
    ),
    "hotspot": st.fixed_dictionaries({"points": st.lists(st.tuples(unit, unit).map(list), max_size=1)}),
    "essay": st.fixed_dictionaries({"text": st.text(max_size=100)}),
}
answered = st.sampled_from(sorted(q.EVERY)).flatmap(
    lambda kind: st.tuples(st.just(q.EVERY[kind]), PAYLOADS[kind], st.sampled_from(["en", "zh-hans", "de"]))
)


@given(answered)
def test_a_grade_is_within_bounds_and_the_same_again(case: tuple[AnyQuestion, dict[str, Any], str]) -> None:
    question, payload, language = case
    answer = answer_from(question, payload)
    found = grade(question, answer, language=language)
    assert -1.0 <= found.fraction <= 1.0
    assert grade(question, answer, language=language) == found
    assert (found.state == State.NONE) == is_empty(answer)
    assert (found.state == State.RIGHT) == (found.fraction == 1.0)
    kept = answer_from(question, answer.model_dump(mode="json"))
    assert grade(question, kept, language=language) == found


@given(st.permutations(["plug", "wait", "spray"]))
def test_the_order_of_ticking_does_not_count(chosen: list[str]) -> None:
    one = grade(q.ISOLATE, answer_from(q.ISOLATE, {"options": chosen}), language="en")
    other = grade(q.ISOLATE, answer_from(q.ISOLATE, {"options": sorted(chosen)}), language="en")
    assert one.fraction == other.fraction


@given(st.sets(st.sampled_from(["plug", "wait", "spray", "horn"])))
def test_a_further_right_option_never_costs(chosen: set[str]) -> None:
    assert isinstance(q.ISOLATE, MultipleChoice)
    before = grade(q.ISOLATE, answer_from(q.ISOLATE, {"options": sorted(chosen)}), language="en").fraction
    for option in ("plug", "wait"):
        more = grade(q.ISOLATE, answer_from(q.ISOLATE, {"options": sorted(chosen | {option})}), language="en")
        assert more.fraction >= before


@given(st.sampled_from(sorted(q.EVERY)), st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
       lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
           ["option", "options", "value", "text", "order", "pairs", "gaps", "points", "regions", "files"]), inner),
       max_leaves=6))  # fmt: skip
def test_nonsense_is_refused_or_graded_but_never_breaks(kind: str, payload: Any) -> None:
    question = q.EVERY[kind]
    try:
        answer = answer_from(question, payload)
    except InvalidAnswer:
        return
    grade(question, answer, language="en")


points = st.decimals(0, 20, places=2)
fractions = st.floats(-1, 1)
some_items = st.lists(
    st.builds(
        Item,
        points=points,
        fraction=fractions,
        state=st.sampled_from([State.RIGHT, State.WRONG, State.NEEDS_GRADING]),
        hints_used=st.integers(0, 5),
    ),
    max_size=12,
)
policies = st.builds(
    Policy,
    pass_share=st.decimals(0, 1, places=3),
    negative_marks=st.booleans(),
    partial_credit=st.booleans(),
    hint_cost=st.decimals(0, 1, places=2),
)


@given(some_items, policies, st.randoms())
def test_a_score_is_within_bounds_whatever_the_order(items: list[Item], policy: Policy, rng: Any) -> None:
    found = score(items, policy)
    assert 0 <= found.share <= 1
    assert 0 <= found.points <= found.most or found.most == 0
    mixed = list(items)
    rng.shuffle(mixed)
    assert score(mixed, policy) == found


@given(some_items, policies)
def test_what_is_told_early_stays_true(items: list[Item], policy: Policy) -> None:
    waiting = [
        Item(one.points, 0.0, one.state, one.hints_used) if one.state == State.NEEDS_GRADING else one for one in items
    ]
    early = score(waiting, policy).passed
    if early is None:
        return
    for fraction in (0.0, 0.5, 1.0):
        graded = [
            Item(one.points, fraction, State.RIGHT) if one.state == State.NEEDS_GRADING else one for one in waiting
        ]
        assert score(graded, policy).passed == early


@given(some_items, policies, st.decimals(0, 1, places=3))
def test_a_higher_pass_mark_passes_nobody_more(items: list[Item], policy: Policy, other: Decimal) -> None:
    low, high = sorted([policy.pass_share, other])
    at = {
        share: score(items, Policy(share, policy.negative_marks, policy.partial_credit)).passed for share in (low, high)
    }
    assert not (at[high] is True and at[low] is False)
