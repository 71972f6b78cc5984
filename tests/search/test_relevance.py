from __future__ import annotations

import pytest

from search.parser import parse
from search.relevance import MAX_UNITS, Unit, plan, relaxed, required


def units(typed: str) -> list[str]:
    return [unit.text for unit in plan(parse(typed)).units]


def test_stop_words_count_only_alone() -> None:
    assert units("What is the torque of the bolt?") == ["torque", "bolt"]
    assert units("the of") == ["the", "of"]


def test_chinese_is_cut_into_pairs_and_mixes_with_codes() -> None:
    assert units("更换刹车片 P0420") == ["更换", "换刹", "刹车", "车片", "p0420"]
    (single,) = plan(parse("片")).units
    assert single == Unit("片", ("片",), is_cjk=True, exact_only=True)


def test_equal_units_are_one_and_their_number_is_bounded() -> None:
    assert units("Valve valve VALVE") == ["valve"]
    assert len(units("字车片轮胎发动机油泵阀门" * 30)) <= MAX_UNITS


@pytest.mark.parametrize(("count", "wanted"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (10, 6)])
def test_how_many_units_are_required(count: int, wanted: int) -> None:
    assert required(count) == wanted


def test_the_relaxed_plan_is_content_with_one() -> None:
    strict = plan(parse("cylinder head torque"))
    loose = relaxed(strict)
    assert loose is not None
    assert (loose.required_units, loose.units) == (1, strict.units)
    assert relaxed(loose) is None
    assert relaxed(plan(parse("valve"))) is None


@pytest.mark.parametrize(("typed", "may"), [("cylnder", True), ("p0420", False), ("cat", False), ("刹车", False)])
def test_only_longer_latin_words_may_be_misspelt(typed: str, may: bool) -> None:
    assert plan(parse(typed)).units[0].may_be_misspelt is may


def test_only_text_scores() -> None:
    assert not plan(parse("")).scores
    assert not plan(parse("title:brakes")).scores
    assert plan(parse('"brake pads"')).scores
