"""Packed word boxes: small, exact, and refusing what they are not."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.ingest.extraction.api import SCALE, Words, boxes_for_ranges, pack_words, unpack_words


def line(*words: tuple[int, int, int, int], top: int = 1000, bottom: int = 2000) -> Words:
    """Words (start, length, left, right) of one line."""
    starts, lengths, left, right = (list(column) for column in zip(*words, strict=True))
    return Words.of(starts=starts, lengths=lengths, boxes=(left, [top] * len(words), right, [bottom] * len(words)))


coordinate = st.integers(min_value=0, max_value=SCALE)
rows = st.lists(st.tuples(st.integers(0, 2**32 - 1), coordinate, coordinate, coordinate, coordinate, coordinate))


@given(rows)
def test_packing_loses_nothing(given_rows: list[tuple[int, ...]]) -> None:
    columns = [list(column) for column in zip(*given_rows, strict=True)] or [[] for _ in range(6)]
    words = Words.of(starts=columns[0], lengths=columns[1], boxes=(columns[2], columns[3], columns[4], columns[5]))
    assert unpack_words(pack_words(words)) == words


def test_nothing_is_no_words() -> None:
    assert len(unpack_words(b"")) == 0


@pytest.mark.parametrize(
    "packed", [b"2abc", b"1not zlib", b"1" + zlib.compress(b"\x05\0\0\0short"), b"1" + zlib.compress(bytes(10))]
)
def test_foreign_bytes_are_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="Word boxes"):
        unpack_words(packed)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="Word boxes"):
        unpack_words(b"1" + zlib.compress(bytes(40_000_000), 1))


def test_boxes_are_clipped_to_the_page() -> None:
    words = Words.of(starts=[0], lengths=[3], boxes=([-5], [-1], [SCALE + 9], [SCALE + 1]))
    assert (words.left[0], words.top[0], words.right[0], words.bottom[0]) == (0, 0, SCALE, SCALE)


def test_neighbours_on_a_line_become_one_box() -> None:
    words = line((0, 5, 0, 5000), (6, 5, 6000, 11000), (12, 5, 12000, 17000))
    (box,) = boxes_for_ranges(words, [(6, 17)])
    assert box == pytest.approx((6000 / SCALE, 1000 / SCALE, 17000 / SCALE, 2000 / SCALE))


def test_a_part_of_a_word_takes_its_share() -> None:
    (box,) = boxes_for_ranges(line((0, 10, 0, 10000)), [(2, 4)])
    assert box == pytest.approx((2000 / SCALE, 1000 / SCALE, 4000 / SCALE, 2000 / SCALE))


def test_a_match_over_two_lines_is_two_boxes() -> None:
    first, second = line((0, 4, 50000, 60000)), line((5, 4, 1000, 9000), top=3000, bottom=4000)
    both = Words.of(
        starts=[*first.starts, *second.starts],
        lengths=[*first.lengths, *second.lengths],
        boxes=(
            [*first.left, *second.left],
            [*first.top, *second.top],
            [*first.right, *second.right],
            [*first.bottom, *second.bottom],
        ),
    )
    assert len(boxes_for_ranges(both, [(0, 9)])) == 2


def test_ranges_between_words_have_no_box() -> None:
    words = line((0, 4, 0, 4000), (10, 4, 10000, 14000))
    assert boxes_for_ranges(words, [(5, 9), (20, 30), (3, 3)]) == []


def reference_shift(text: str, spans: list[tuple[int, int]], edits: list[tuple[int, int, int]]) -> list[str]:
    """What is left of each word when the edits are made in a list of characters that know where they came from."""
    kept = dict.fromkeys(range(len(text)), True)
    for start, end, _ in edits:
        for index in range(start, end):
            kept[index] = False
    return ["".join(text[index] for index in range(start, end) if kept[index]) for start, end in spans]


@given(st.text(alphabet="ab \n\x02", min_size=1, max_size=40))
def test_boxes_follow_deletions(text: str) -> None:
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    edits = [(*match.span(), 0) for match in re.finditer(r"\x02[ \n]*", text)]
    words = Words.of(
        starts=[start for start, _ in spans],
        lengths=[end - start for start, end in spans],
        boxes=([0] * len(spans),) * 4,
    )
    if edits:
        words.shift(edits)
    result = re.sub(r"\x02[ \n]*", "", text)
    now = [result[start : start + length] for start, length in zip(words.starts, words.lengths, strict=True)]
    assert now == reference_shift(text, spans, edits)
