"""Whether a publication applies: three answers, and what would decide the third."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from content.library.applying import NO, YES, Answer, Fact, Row, Vehicle, Verdict, applies, overlapping
from content.library.vin import Vin
from tests.content.library.vehicles_strategies import VEHICLES, learnt, rows

ROWS = st.lists(rows(), max_size=4)
KNOWN = Vehicle(brand=frozenset([1]), model=frozenset([11]))


@given(ROWS, VEHICLES, st.data())
def test_to_learn_more_changes_no_certain_answer(written: list[Row], vehicle: Vehicle, data: st.DataObject) -> None:
    before, after = applies(written, vehicle), applies(written, data.draw(learnt(vehicle)))
    if before.answer is not Answer.MAYBE:
        assert after == before


@given(ROWS, VEHICLES, st.randoms())
def test_the_order_of_rows_does_not_matter(written: list[Row], vehicle: Vehicle, shuffle: object) -> None:
    mixed = list(written)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert applies(mixed, vehicle) == applies(written, vehicle)


@given(ROWS, VEHICLES)
def test_only_maybe_names_what_is_missing(written: list[Row], vehicle: Vehicle) -> None:
    verdict = applies(written, vehicle)
    assert bool(verdict.missing) == (verdict.answer is Answer.MAYBE)


@given(st.lists(rows(), min_size=1, max_size=4), VEHICLES)
def test_another_row_never_takes_anything_away(written: list[Row], vehicle: Vehicle) -> None:
    rank = {Answer.NO: 0, Answer.MAYBE: 1, Answer.YES: 2}
    assert rank[applies(written, vehicle).answer] >= rank[applies(written[:1], vehicle).answer]


@given(rows(), rows(), VEHICLES)
def test_what_meets_two_rows_shows_that_they_overlap(left: Row, right: Row, vehicle: Vehicle) -> None:
    if applies([left], vehicle) == applies([right], vehicle) == YES:
        assert overlapping([left, right]) == [(0, 1)]


def test_no_rows_are_everything() -> None:
    assert applies([], Vehicle()) == YES


def test_the_missing_fact_is_named() -> None:
    row = Row(brand=1, model=11, variant=(Fact.ENGINE, 31), year_from=2020)
    assert applies([row], KNOWN) == Verdict(Answer.MAYBE, frozenset([Fact.ENGINE, Fact.YEAR]))
    of_year = replace(KNOWN, year=frozenset([2021]))
    assert applies([row], of_year) == Verdict(Answer.MAYBE, frozenset([Fact.ENGINE]))
    assert applies([row], replace(of_year, engine=frozenset([31]))) == YES
    assert applies([row], replace(of_year, engine=frozenset([32]))) == NO
    assert applies([row], replace(KNOWN, year=frozenset([1999]))) == NO


def test_two_possible_years_are_one_fact_that_is_missing() -> None:
    row = Row(brand=1, year_from=2020)
    assert applies([row], replace(KNOWN, year=frozenset([1997, 2027]))).missing == {Fact.YEAR}
    assert applies([Row(brand=1, year_from=1990)], replace(KNOWN, year=frozenset([1997, 2027]))) == YES


def test_a_range_of_numbers_includes_both_ends_and_passes_over_the_check_digit() -> None:
    row = Row(brand=1, stem="LVLLD2A1?R1", serial_from="000100", serial_to="000200")
    numbers = {"LVLLD2A10R1000100": YES, "LVLLD2A1XR1000200": YES, "LVLLD2A10R1000201": NO, "LVLLX2A10R1000150": NO}
    assert {number: applies([row], replace(KNOWN, vin=Vin(number))) for number in numbers} == numbers
    assert applies([row], KNOWN).missing == {Fact.VIN}


def test_rows_that_differ_do_not_overlap() -> None:
    row = Row(brand=1, model=11, year_to=2020, stem="LVLLD2A1?R1", serial_to="000100")
    apart = [
        Row(brand=2),
        Row(brand=1, model=12),
        Row(brand=1, year_from=2021),
        Row(brand=1, stem="LVLLD2A1?R1", serial_from="000101"),
        Row(brand=1, stem="LVLLD2A1?R2"),
    ]
    assert [overlapping([row, other]) for other in apart] == [[]] * len(apart)
    assert overlapping([row, Row(brand=1, model=11, year_from=2020)]) == [(0, 1)]
