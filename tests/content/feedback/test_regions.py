"""Regions of a page: read from what a browser sends, quoted, and offered as paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feedback.regions import SCALE, Region, paragraphs, quote
from content.ingest.extraction.api import Words

sides = st.integers(0, SCALE)


def words(*rows: tuple[str, int, int, int, int]) -> tuple[str, Words]:
    """A page whose words stand at (left, top, right, bottom); "\\n" as a row ends the line."""
    text, starts, lengths, boxes = "", [], [], []
    for word, *box in rows:
        starts.append(len(text))
        lengths.append(len(word.rstrip("\n")))
        boxes.append(box)
        text += word if word.endswith("\n") else f"{word} "
    left, top, right, bottom = zip(*boxes, strict=True)
    return text, Words.of(starts=starts, lengths=lengths, boxes=(left, top, right, bottom))


@given(sides, sides, sides, sides)
def test_what_is_written_is_read_again_or_refused(left: int, top: int, right: int, bottom: int) -> None:
    read = Region.read(f"{left},{top},{right},{bottom}")
    assert read is None or (read.values == [left, top, right, bottom] and left < right and top < bottom)
    assert (read is None) == (right - left < 130 or bottom - top < 130)


@pytest.mark.parametrize(
    "hostile",
    ["", "1,2,3", "a,b,c,d", "1,2,3,4,5", "-1,0,9000,9000", "0,0,70000,9000", "0,0,1e4,9000", "٠,٠,٩٠٠٠,٩٠٠٠"],
)
def test_what_is_no_region_is_none(hostile: str) -> None:
    assert Region.read(hostile) is None


def test_words_whose_middle_lies_in_the_region_are_quoted() -> None:
    text, boxes = words(("Torque", 0, 0, 900, 400), ("25", 1000, 0, 1400, 400), ("Nm", 1500, 0, 1900, 400))
    assert quote(text=text, words=boxes, region=Region(950, 0, 2000, 400)) == "25 Nm"
    assert quote(text=text, words=boxes, region=Region(0, 5000, 2000, 6000)) == ""


def test_lines_that_stand_together_are_a_paragraph() -> None:
    text, boxes = words(
        ("Remove", 0, 0, 900, 400),
        ("it.\n", 1000, 0, 1400, 400),
        ("Then\n", 0, 500, 900, 900),
        ("WARNING\n", 0, 3000, 900, 3400),
        ("Beside", 40000, 3000, 50000, 3400),
    )
    found = paragraphs(text=text, words=boxes)
    assert [one.text for one in found] == ["Remove it. Then", "WARNING", "Beside"]
    assert found[0].region == Region(0, 0, 1400, 900)


@given(st.lists(st.tuples(sides, sides, sides, sides), min_size=1, max_size=40))
def test_each_paragraph_is_a_region_that_can_be_sent_back(boxes: list[tuple[int, int, int, int]]) -> None:
    rows = [("w\n", min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes]
    text, packed = words(*rows)
    for one in paragraphs(text=text, words=packed):
        assert Region.read(str(one.region)) == one.region
