"""Sections of an outline, and the same place in another edition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.reader.outline import same_place, section_of, sections

OLD = sections([[1, "Brakes", 5], [2, "1.1 Pads", 6], [2, "1.2 Discs", 9], [1, "Engine", 20]], page_count=30)
NEW = sections(
    [[1, "Safety", 3], [1, "Brakes", 10], [2, "2.1 Pads", 11], [2, "2.3 Discs", 12], [1, "Motor", 25]], page_count=40
)


def test_paths_and_ends() -> None:
    assert [(s.path, s.page, s.end) for s in OLD] == [
        (("Brakes",), 5, 5),
        (("Brakes", "1.1 Pads"), 6, 8),
        (("Brakes", "1.2 Discs"), 9, 19),
        (("Engine",), 20, 30),
    ]


def test_the_section_of_a_page() -> None:
    assert section_of(4, among=OLD) is None
    assert section_of(7, among=OLD) == OLD[1]
    assert section_of(30, among=OLD) == OLD[3]


def test_the_same_section_by_path_then_without_numbering_then_by_title() -> None:
    assert same_place(5, old=OLD, new=NEW) == 10
    assert same_place(9, old=OLD, new=NEW) == 12
    assert same_place(10, old=OLD, new=NEW) == 13
    moved = sections([[1, "Wheels and brakes", 2], [2, "Discs", 7]], page_count=9)
    assert same_place(11, old=OLD, new=moved) == 9


def test_not_beyond_the_end_of_the_section() -> None:
    assert same_place(8, old=OLD, new=NEW) == 11


def test_nothing_alike() -> None:
    assert same_place(2, old=OLD, new=NEW) is None
    assert same_place(21, old=OLD, new=NEW) is None
    assert same_place(7, old=OLD, new=[]) is None


OUTLINES = st.lists(st.tuples(st.integers(1, 5), st.text(max_size=5), st.integers(1, 50)).map(list), max_size=20)


@given(old=OUTLINES, new=OUTLINES, number=st.integers(1, 50))
def test_any_two_outlines(old: list[list[object]], new: list[list[object]], number: int) -> None:
    place = same_place(number, old=sections(old, page_count=50), new=sections(new, page_count=50))
    assert place is None or 1 <= place <= 50
