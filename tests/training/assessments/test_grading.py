"""What answers are worth, worked out by hand."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from tests.training import questions as q
from training.assessments.grading import Item, Policy, State, grade, grade_rubric, score
from training.assessments.grading.numbers import read_number
from training.assessments.grading.wording import matches
from training.bank.answers import answer_from
from training.bank.shapes import AnyQuestion, Essay

ROUNDING = 1e-9


@pytest.mark.parametrize(
    ("question", "payload", "fraction", "state"),
    [
        (q.COOLANT, {"option": "g48"}, 1.0, "right"),
        (q.COOLANT, {"option": "g12"}, 0.5, "partly"),
        (q.COOLANT, {"option": "water"}, -0.5, "wrong"),
        (q.COOLANT, {"option": "oil"}, 0.0, "wrong"),
        (q.COOLANT, {}, 0.0, "none"),
        (q.ISOLATE, {"options": ["wait", "plug"]}, 1.0, "right"),
        (q.ISOLATE, {"options": ["plug"]}, 0.5, "partly"),
        (q.ISOLATE, {"options": ["plug", "wait", "spray"]}, 0.5, "partly"),
        (q.ISOLATE, {"options": ["spray", "horn"]}, 0.0, "wrong"),
        (q.STRICT, {"options": ["b", "a"]}, 1.0, "right"),
        (q.STRICT, {"options": ["a"]}, 0.0, "wrong"),
        (q.STRICT, {"options": ["a", "b", "c"]}, 0.0, "wrong"),
        (q.LIVE, {"value": False}, 1.0, "right"),
        (q.LIVE, {"value": True}, 0.0, "wrong"),
        (q.TORQUE, {"text": "120 Nm"}, 1.0, "right"),
        (q.TORQUE, {"text": "125,0 N·m"}, 1.0, "right"),
        (q.TORQUE, {"text": "115 N m"}, 1.0, "right"),
        (q.TORQUE, {"text": "132 Nm"}, 0.5, "partly"),
        (q.TORQUE, {"text": "132.1 Nm"}, 0.0, "wrong"),
        (q.TORQUE, {"text": "88.5 lbf ft"}, 1.0, "right"),
        (q.TORQUE, {"text": "120"}, 0.5, "partly"),
        (q.TORQUE, {"text": "120 bar"}, 0.5, "partly"),
        (q.TORQUE, {"text": "１２０Ｎｍ"}, 1.0, "right"),
        (q.TORQUE, {"text": "a lot"}, 0.0, "wrong"),
        (q.CODE, {"text": " p0420 "}, 1.0, "right"),
        (q.CODE, {"text": "Ｐ０４２０"}, 1.0, "right"),
        (q.CODE, {"text": "low catalyst system efficiency, bank 1"}, 0.8, "partly"),
        (q.CODE, {"text": "催化器"}, 0.0, "wrong"),
        (q.CODE, {"text": "   "}, 0.0, "none"),
        (q.STEPS, {"order": ["key-off", "plug-out", "wait", "measure"]}, 1.0, "right"),
        (q.STEPS, {"order": ["plug-out", "wait", "measure", "key-off"]}, 2 / 3, "partly"),
        (q.STEPS, {"order": ["measure", "wait", "plug-out", "key-off"]}, 0.0, "wrong"),
        (q.SYMBOLS, {"pairs": {"abs": "brakes", "srs": "airbag"}}, 1.0, "right"),
        (q.SYMBOLS, {"pairs": {"abs": "brakes", "srs": "engine"}}, 0.5, "partly"),
        (q.SYMBOLS, {"pairs": {"srs": "airbag"}}, 0.5, "partly"),
        (q.GAPS, {"gaps": {"t": "30", "tool": "T10", "a": "Ninety"}}, 1.0, "right"),
        (q.GAPS, {"gaps": {"t": "29", "tool": "T20", "a": ""}}, 0.5, "partly"),
        (q.GAPS, {"gaps": {"tool": "T10"}}, 0.25, "partly"),
        (q.GAPS, {"gaps": {"t": "30 lb"}}, 0.0, "wrong"),
        (q.SENSOR, {"points": [[0.3, 0.2]]}, 1.0, "right"),
        (q.SENSOR, {"regions": ["o2"]}, 1.0, "right"),
        (q.SENSOR, {"points": [[0.8, 0.69]]}, 0.0, "wrong"),
        (q.SENSOR, {"points": [[0.31, 0.15]]}, 0.0, "wrong"),
        (q.SENSORS, {"points": [[0.1, 0.1], [0.9, 0.9]]}, 1.0, "right"),
        (q.SENSORS, {"points": [[0.1, 0.1], [0.2, 0.1]]}, 0.5, "partly"),
        (q.SENSORS, {"points": [[0.4, 0.4]]}, 0.0, "wrong"),
        (q.REPORT, {"text": "wet"}, 0.0, "needs_grading"),
        (q.REPORT, {"text": ""}, 0.0, "none"),
    ],
)
def test_worth(question: AnyQuestion, payload: dict[str, Any], fraction: float, state: str) -> None:
    found = grade(question, answer_from(question, payload), language="en")
    assert found.fraction == pytest.approx(fraction, abs=ROUNDING)
    assert found.state == state


def test_the_language_of_the_attempt_says_which_wordings_count() -> None:
    answer = answer_from(q.CODE, {"text": "三元催化效率低"})
    assert grade(q.CODE, answer, language="zh-hans").fraction == 0.8
    assert grade(q.CODE, answer, language="en").fraction == 0.0


def test_parts_and_the_wordings_that_matched_are_told() -> None:
    found = grade(q.GAPS, answer_from(q.GAPS, {"gaps": {"t": "31", "a": "ninety"}}), language="en")
    assert found.parts == {"t": 1.0, "tool": 0.0, "a": 1.0}
    assert found.keys == {"t": 0, "a": 1}


def test_no_answer_is_worth_nothing() -> None:
    for question in q.EVERY.values():
        assert grade(question, None, language="en").state == State.NONE


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("12.5", 12.5, ""),
        ("12,5 Nm", 12.5, "Nm"),
        ("-3", -3.0, ""),
        ("−3", -3.0, ""),
        ("1.25e1", 12.5, ""),
        ("1,000", 1.0, ""),
        ("1.000", 1.0, ""),
        ("1,000.5", 1000.5, ""),
        ("1.000,5", 1000.5, ""),
        ("1 000 000", 1_000_000.0, ""),
        ("1,000,000", 1_000_000.0, ""),
        (",5", 0.5, ""),
        ("１２．５", 12.5, ""),
        ("30°", 30.0, "°"),
    ],
)
def test_numbers_as_people_type_them(typed: str, value: float, unit: str) -> None:
    given = read_number(typed)
    assert given is not None
    assert (given.value, given.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize("typed", ["", "Nm", "..", "1,2,3", "1,00,000.5", "1e999", "--3", "nan", "inf", "twelve"])
def test_what_is_no_number(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("brake  pad", "Brake pad", True),
        ("brake pads", "brake pad", False),
        ("the brake pads", "*brake*", True),
        ("2 * 3", r"2 \* 3", True),
        ("2 x 3", r"2 \* 3", False),
        ("", "*", True),
        ("STRASSE", "straße", True),
        ("ab", "a*b*", True),
        ("axbyc", "a*b*d", False),
    ],
)
def test_wordings(text: str, pattern: str, fits: bool) -> None:
    assert matches(text, pattern) is fits


def test_case_counts_where_it_must() -> None:
    assert matches("mW", "mW", case_sensitive=True)
    assert not matches("MW", "mW", case_sensitive=True)


def test_a_hostile_wording_takes_no_time() -> None:
    began = time.process_time()
    assert not matches("a" * 1000, "*a" * 240 + "*b")
    assert time.process_time() - began < 2, "a backtracking match would take longer than the universe has"


def test_a_rubric() -> None:
    assert isinstance(q.REPORT, Essay)
    assert grade_rubric(q.REPORT, {"cause": "yes", "words": "poor"}) == 0.75
    for levels in ({"cause": "yes"}, {"cause": "maybe", "words": "poor"}, {"cause": "yes", "words": "poor", "x": "y"}):
        with pytest.raises(ValueError, match=r"criterion|level"):
            grade_rubric(q.REPORT, levels)


def items(*fractions: float, points: str = "1") -> list[Item]:
    return [Item(Decimal(points), fraction, State.PARTLY) for fraction in fractions]


def test_who_stands_on_the_boundary_passes() -> None:
    found = score(items(1, 1, 1, 1, 0), Policy(Decimal("0.8")))
    assert (found.share, found.passed) == (Decimal("0.800000"), True)
    assert score(items(1, 1, 1, 0, 0), Policy(Decimal("0.8"))).passed is False


def test_thirds_add_up_to_the_whole() -> None:
    found = score(items(0.33333, 0.33333, 0.33334, points="3"), Policy(Decimal("0.333333")))
    assert found.passed is True


def test_costs_come_off_and_the_whole_stays_above_nothing() -> None:
    policy = Policy(Decimal("0.5"), negative_marks=True)
    assert score(items(1, -0.5), policy).share == Decimal("0.25")
    assert score(items(-1, -1), policy).points == 0
    assert score(items(1, -0.5), Policy(Decimal("0.5"))).share == Decimal("0.5")


def test_without_partial_credit_a_half_is_nothing() -> None:
    assert score(items(1, 0.9), Policy(Decimal("0.5"), partial_credit=False)).share == Decimal("0.5")


def test_hints_cost_a_share_of_what_was_reached() -> None:
    hinted = [Item(Decimal(2), 1.0, State.RIGHT, hints_used=2), Item(Decimal(2), 1.0, State.RIGHT, hints_used=9)]
    assert score(hinted, Policy(Decimal("0.5"), hint_cost=Decimal("0.25"))).points == Decimal(1)


def test_nothing_to_get_wrong_is_passed() -> None:
    assert score([], Policy(Decimal("0.8"))).passed is True
    assert score(items(0.0, points="0"), Policy(Decimal("0.8"))).share == 1


def test_passing_is_told_early_only_when_it_is_sure() -> None:
    essay = Item(Decimal(2), 0.0, State.NEEDS_GRADING)
    right, wrong = Item(Decimal(8), 1.0, State.RIGHT), Item(Decimal(8), 0.0, State.WRONG)
    assert score([right, essay], Policy(Decimal("0.8"))).passed is True
    assert score([wrong, essay], Policy(Decimal("0.8"))).passed is False
    assert score([right, essay], Policy(Decimal("0.9"))).passed is None
