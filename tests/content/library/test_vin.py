"""What a VIN says by itself."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import vin
from content.library.vin import Area, CheckDigit, Flaw, Vin

CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
VINS = st.text(CHARACTERS, min_size=17, max_size=17)


@given(VINS)
def test_the_right_check_digit_is_right_and_no_other(text: str) -> None:
    right = vin.with_check_digit(text)
    assert Vin(right).check(demanded=True) is CheckDigit.RIGHT
    others = [right[:8] + char + right[9:] for char in CHARACTERS if char != right[8]]
    assert all(Vin(other).check(demanded=True) is CheckDigit.WRONG for other in others)


@given(VINS, st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_of_another_value_is_noticed(text: str, at: int, char: str) -> None:
    right = vin.with_check_digit(text)
    wrong = right[:at] + char + right[at + 1 :]
    if at != 8 and vin._VALUES[char] != vin._VALUES[right[at]]:
        assert Vin(wrong).check(demanded=True) is CheckDigit.WRONG


@given(VINS, st.lists(st.sampled_from([" ", "-", "\u2013", "\u00a0", "\t"]), max_size=4))
def test_case_blanks_and_dashes_change_nothing(text: str, between: list[str]) -> None:
    typed = "".join(f"{char}{''.join(between)}" if at % 4 == 0 else char for at, char in enumerate(text.lower()))
    assert vin.read(typed).vin == Vin(text)


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_vin_or_has_a_flaw(text: str) -> None:
    typed = vin.read(text)
    assert (typed.vin is None) == (typed.flaw is not None)
    assert typed.vin is not None or not vin.looks_like_vin(text)


@given(VINS, st.integers(1981, 2060))
def test_years_are_thirty_apart_and_not_in_the_future(text: str, latest: int) -> None:
    years = sorted(Vin(text).years(latest=latest))
    assert all(1980 <= year <= latest for year in years)
    assert {right - left for left, right in pairwise(years)} <= {30}
    assert Vin(text).years(latest=latest, is_light=True) <= set(years)


@pytest.mark.parametrize(
    ("typed", "flaw", "characters"),
    [
        ("", Flaw.EMPTY, ""),
        (" - ", Flaw.EMPTY, ""),
        ("WVWUK63B92P54681", Flaw.LENGTH, ""),
        ("WVWUK63B92P5468188", Flaw.LENGTH, ""),
        ("1M8GDM9AXKPO42788", Flaw.LOOKALIKE, "O"),
        ("WVWUK63B92P54681!", Flaw.CHARACTER, "!"),
        ("ВVWUK63B92P546818", Flaw.CHARACTER, "В"),
    ],
)
def test_what_is_wrong_is_named(typed: str, flaw: Flaw, characters: str) -> None:
    read = vin.read(typed)
    assert (read.flaw, read.characters) == (flaw, characters)


def test_a_lookalike_is_explained_by_the_number_that_was_meant() -> None:
    assert vin.read("1M8GDM9AXKPO42788").suggestion == "1M8GDM9AXKP042788"
    assert vin.read("1M8GDM9AXKPO42789").suggestion == ""


def test_full_width_characters_are_plain_ones() -> None:
    assert vin.read("１M8GDM9AXKP042788").vin == Vin("1M8GDM9AXKP042788")


@pytest.mark.parametrize(
    ("number", "area", "check"),
    [
        ("1M8GDM9AXKP042788", Area.NORTH_AMERICA, CheckDigit.RIGHT),
        ("1HGCM82633A123456", Area.NORTH_AMERICA, CheckDigit.WRONG),
        (vin.with_check_digit("LVLL2A100R1000123"), Area.CHINA, CheckDigit.RIGHT),
        ("VF1LM1B0H36666155", Area.ELSEWHERE, CheckDigit.FREE),
        ("WVWUK63B92P546818", Area.ELSEWHERE, CheckDigit.AGREES),
        ("7A8ED0A00R1000123", Area.ELSEWHERE, CheckDigit.FREE),
    ],
)
def test_the_check_digit_counts_where_the_area_has_one(number: str, area: Area, check: CheckDigit) -> None:
    assert Vin(number).area is area
    assert Vin(number).check() is check


def test_the_seventh_place_tells_the_years_of_light_vehicles_of_north_america_alone() -> None:
    digit, letter = Vin("1HGCM82633A004352"), Vin("1HGCM8B633A004352")
    assert digit.years(latest=2035) == letter.years(latest=2035) == {2003, 2033}
    assert digit.years(latest=2035, is_light=True) == {2003}
    assert letter.years(latest=2035, is_light=True) == {2033}
    assert Vin("WVWCM8B633A004352").years(latest=2035, is_light=True) == {2003, 2033}
    assert digit.years(latest=2027) == {2003}
    assert Vin("VF1LM1B0H06666155").years(latest=2035) == set()


def test_small_makers_have_six_characters() -> None:
    assert Vin("1F9CM82633A434352").maker == "1F9434"
    assert Vin("1HGCM82633A004352").maker == "1HG"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("P0420", False), ("1" * 17, False), ("ABCDEFGHJKLMNPRST", False), ("wvw uk63b9-2p546818", True)],
)
def test_a_search_that_could_be_a_vin(text: str, answer: bool) -> None:
    assert vin.looks_like_vin(text) is answer
