"""The demo's question bank: every kind, both languages, no doubles, true to the manuals."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from portal.demo.manuals.knowledge import systems
from portal.demo.training.bank import CATEGORIES, questions
from portal.demo.training.pictures import DRAWINGS, picture
from portal.demo.training.questions import TRACTOR
from portal.demo.training.questions.tables import CATEGORY_OF
from training.bank.shapes import KINDS, question_from

HAN = re.compile(r"[\u4e00-\u9fff]")
TEXTS = {"stem", "explanation", "text", "prompt", "feedback", "label", "model_answer"}


def texts(node: Any) -> list[dict[str, str]]:
    """Every text of a question in its languages."""
    if isinstance(node, list):
        return [text for one in node for text in texts(one)]
    if not isinstance(node, dict):
        return []
    found = [value for key, value in node.items() if key in TEXTS and value]
    return found + [text for key, value in node.items() if key not in TEXTS for text in texts(value)]


def body(question: Any) -> dict[str, Any]:
    shown = {"picture": {"sha256": "a" * 64}} if question.picture else {}
    return {**question.body, **shown}


def test_there_are_more_than_120_and_all_ten_kinds() -> None:
    kinds = Counter(question.body["kind"] for question in questions())
    assert kinds.total() >= 120
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 4


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.identifier)
def test_each_is_a_question_of_the_bank_in_both_languages(question: Any) -> None:
    question_from(body(question))
    for text in texts(question.body):
        assert set(text) == {"en", "zh-hans"}
        assert all(part.strip() for part in text.values())
        assert not HAN.search(text["en"])
    assert HAN.search(question.body["stem"]["zh-hans"])
    assert question.body.get("explanation") or question.body["kind"] == "essay"


def test_none_comes_twice() -> None:
    every = questions()
    assert len({question.identifier for question in every}) == len(every)
    assert max(Counter(question.body["stem"]["en"] for question in every if not question.picture).values()) == 1
    assert max(Counter(question.body["stem"]["zh-hans"] for question in every).values()) == 1


def test_the_options_of_a_question_differ() -> None:
    for question in questions():
        for language in ("en", "zh-hans"):
            options = [option["text"][language] for option in question.body.get("options", [])]
            assert len(set(options)) == len(options), question.identifier


def test_torques_are_those_of_the_edition_in_force() -> None:
    by_name = {question.identifier: question for question in questions()}
    (first, second) = by_name["engine-angle-cylinder-head-M11x140"].body["gaps"]
    assert (first["keys"][0]["value"], second["keys"][0]["value"]) == (65, 90)
    assert by_name["highvoltage-torque-traction-battery"].body["keys"][0]["value"] == 90
    assert by_name["hv-torque-connector"].body["keys"][0]["value"] == 8


def test_wrong_causes_are_causes_of_other_faults_of_the_same_brand() -> None:
    tractor = {
        cause[0].lower()
        for key, category in CATEGORY_OF.items()
        if category == TRACTOR
        for fault in systems()[key].faults
        for cause in fault.causes
    }
    for question in questions():
        if question.category == TRACTOR and "-causes-" in question.identifier:
            assert all(option["text"]["en"].lower() in tractor for option in question.body["options"])


def test_every_category_has_enough_to_draw_from() -> None:
    counts = Counter(question.category for question in questions())
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 8


@pytest.mark.parametrize("name", DRAWINGS)
def test_pictures_are_small_and_the_same_every_time(name: str) -> None:
    data = picture(name)
    picture.cache_clear()
    assert picture(name) == data
    assert len(data) < 100_000
    assert Image.open(BytesIO(data)).size == (960, 540)
