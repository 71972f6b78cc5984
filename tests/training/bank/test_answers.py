"""What is taken for an answer, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.training import questions as q
from training.bank.answers import InvalidAnswer, answer_from, is_empty
from training.bank.shapes import AnyQuestion, body_of, question_from

GIVEN: dict[str, Any] = {
    "choice": {"option": "g48"},
    "multiple": {"options": ["plug", "wait"]},
    "true_false": {"value": False},
    "numeric": {"text": "120 Nm"},
    "short_text": {"text": "P0420"},
    "ordering": {"order": ["key-off", "plug-out", "wait", "measure"]},
    "matching": {"pairs": {"abs": "brakes"}},
    "gap_fill": {"gaps": {"t": "30", "tool": "T10"}},
    "hotspot": {"points": [[0.2, 0.15]]},
    "essay": {"text": "The sensor was wet.", "files": ["b" * 64]},
}


@pytest.mark.parametrize("kind", q.EVERY)
def test_an_answer_of_each_kind(kind: str) -> None:
    answer = answer_from(q.EVERY[kind], GIVEN[kind])
    assert not is_empty(answer)
    assert is_empty(answer_from(q.EVERY[kind], {}))
    assert answer_from(q.EVERY[kind], answer.model_dump(mode="json")) == answer


@pytest.mark.parametrize("kind", q.EVERY)
def test_a_question_is_kept_as_it_is(kind: str) -> None:
    assert question_from(body_of(q.EVERY[kind])) == q.EVERY[kind]


@pytest.mark.parametrize(
    ("question", "payload"),
    [
        (q.COOLANT, {"option": "brake-fluid"}),
        (q.COOLANT, {"option": ["g48"]}),
        (q.COOLANT, {"fraction": 1.0}),
        (q.COOLANT, []),
        (q.COOLANT, None),
        (q.ISOLATE, {"options": ["plug", "plug"]}),
        (q.ISOLATE, {"options": ["plug"] * 101}),
        (q.STEPS, {"order": ["key-off", "plug-out", "wait"]}),
        (q.STEPS, {"order": ["key-off", "plug-out", "wait", "wait"]}),
        (q.SYMBOLS, {"pairs": {"abs": "wheels"}}),
        (q.SYMBOLS, {"pairs": {"esp": "brakes"}}),
        (q.GAPS, {"gaps": {"tool": "T99"}}),
        (q.GAPS, {"gaps": {"x": "1"}}),
        (q.SENSOR, {"points": [[0.2, 0.2], [0.8, 0.5]]}),
        (q.SENSOR, {"points": [[0.2, 1.2]]}),
        (q.SENSOR, {"points": [[0.2, float("nan")]]}),
        (q.SENSOR, {"regions": ["o2"], "points": [[0.8, 0.5]]}),
        (q.REPORT, {"text": "x" * 2001}),
        (q.REPORT, {"text": "x" * 1_000_000}),
        (q.REPORT, {"files": ["a" * 64, "b" * 64]}),
        (q.REPORT, {"files": ["../../etc/passwd"]}),
        (q.CODE, {"text": "x" * 1001}),
        (q.TORQUE, {"text": 120}),
    ],
)
def test_what_fits_no_question_is_refused(question: AnyQuestion, payload: Any) -> None:
    with pytest.raises(InvalidAnswer):
        answer_from(question, payload)


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("choice", {"options": [q.option("a", 0.5), q.option("b")]}, "100 %"),
        ("choice", {"options": [q.option("a", 1.0), q.option("a")]}, "same id"),
        ("choice", {"options": [q.option("a", 1.0)]}, "at least 2"),
        ("multiple", {"options": [q.option("a", 0.5), q.option("b", 0.4)]}, "90.00%"),
        ("numeric", {"keys": [{"value": float("inf")}]}, "finite"),
        ("numeric", {"keys": [{"value": 1}], "unit_required": True}, "unit"),
        ("gap_fill", {"gaps": [{"kind": "gap_text", "id": "a", "keys": [{"pattern": "x"}]}]}, "[[a]]"),
        ("matching", {"pairs": [{"id": "a", "prompt": {}, "choice": "z"}], "choices": [q.item("x"), q.item("y")]}, "a"),
        ("true_false", {"answer": True, "stem": {"en": "  "}}, "no text"),
        ("true_false", {"answer": True, "keyword": 1}, "Extra"),
        ("essay", {"criteria": [{"id": "a", "text": {}, "levels": [q.level("n", 0), q.level("m", 0)]}]}, "no points"),
    ],
)
def test_a_question_that_does_not_add_up_says_why(kind: str, body: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r".+") as error:
        q.ask(kind, **body)
    assert said in str(error.value)
