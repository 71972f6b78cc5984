"""What the engines share: cutting text into words, snippets, spelling, completions, filters."""

from __future__ import annotations

import pytest

from portal.core.filters import Range, Terms
from search.engines.analysis import exact_field, stemmed_field, storable
from search.engines.base import HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN
from search.engines.embedded_schema import stem
from search.engines.filters import HIGHEST, LOWEST, FieldRefused, admissible, bounds
from search.engines.snippets import LENGTH, snippet
from search.engines.spelling import distance, nearest
from search.engines.suggestions import chosen_completions


@pytest.mark.parametrize(
    ("text", "stemmed", "exact"),
    [
        ("Brake-Pads 12345-A10", "brake pads 12345 a10", "brake pads 12345 a10"),
        ("url.show() don’t 1,000.5", "url.show don't 1,000.5", "url.show don't 1,000.5"),
        ("更换刹车片P0420。车", "更换 换刹 刹车 车片 p0420 车", "更 换 刹 车 片 p0420 车"),
        ("Ｐ０４２０　ｶﾞｽ", "p0420 ガス", "p0420 ガ ス"),
    ],
)
def test_words(text: str, stemmed: str, exact: str) -> None:
    assert (stemmed_field(text), exact_field(text)) == (stemmed, exact)


def test_nothing_an_engine_chokes_on_is_stored() -> None:
    assert storable(f"a\0b{HIGHLIGHT_OPEN}c\ud800") == "a b c?"


def test_a_snippet_shows_the_window_with_most_words() -> None:
    body = "oil. " + "nothing here. " * 60 + "Change the oil filter with the engine warm. " + "more words. " * 60
    shown = snippet(body, frozenset({"oil", "filter"}), stem)
    assert f"{HIGHLIGHT_OPEN}oil{HIGHLIGHT_CLOSE} {HIGHLIGHT_OPEN}filter{HIGHLIGHT_CLOSE}" in shown
    assert len(shown) <= LENGTH + 4


def test_a_snippet_marks_every_form_of_a_word_and_whole_chinese_words() -> None:
    shown = snippet("Batteries and a battery; no bat.", frozenset({stem("battery")}), stem)
    assert shown.count(HIGHLIGHT_OPEN) == 2
    assert snippet("更换刹车片", frozenset({"刹车", "车片"}), stem) == f"更换{HIGHLIGHT_OPEN}刹车片{HIGHLIGHT_CLOSE}"


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("valve", "valve", 0), ("vlave", "valve", 1), ("cylnder", "cylinder", 1), ("gear", "tear", 1), ("ab", "ba", 1)],
)
def test_the_distance_is_counted_up_to_a_limit(left: str, right: str, edits: int) -> None:
    assert distance(left, right, most=3) == edits
    assert distance(left, right, most=1) == min(edits, 2)


def test_the_nearest_and_most_frequent_spelling_comes_first() -> None:
    seen = {"cylinder": 2, "cylinders": 9, "calendar": 50, "cylnder": 1}
    assert nearest("cylnder", seen) == ("cylinder",)
    assert nearest("pads", {"pans": 1, "paws": 5, "p4ds": 9}) == ("paws", "pans")
    assert nearest("valve", {}) == ()


def test_completions_do_not_repeat_and_headings_hold_the_prefix() -> None:
    found = {"titles": ["Brakes", "Axle brakes"], "headings": ["Fuel", "BRAKES", "Brake fluid"], "numbers": ["BR-1"]}
    assert chosen_completions(found, prefix="br", limit=8) == ("BR-1", "Brakes", "Axle brakes", "Brake fluid")
    assert chosen_completions(found, prefix="br", limit=2) == ("BR-1", "Brakes")


def test_values_that_a_field_cannot_hold_match_nothing() -> None:
    assert admissible(Terms("years", ("2020", "soon", 2**64, 2021))) == [2020, 2021]
    assert admissible(Terms("brands", (1, "a"))) == ["1", "a"]
    assert bounds(Range("years", gt=2020, lt=2021)) is None
    assert bounds(Range("years", lte=2**80)) == (LOWEST, HIGHEST)
    for rule in (Terms("body", ("x",)), Terms("nothing", ("x",))):
        with pytest.raises(FieldRefused):
            admissible(rule)
    with pytest.raises(FieldRefused):
        bounds(Range("brands", gte=1))
