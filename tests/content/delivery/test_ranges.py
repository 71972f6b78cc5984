"""Byte ranges, against the examples and rules of RFC 9110 section 14."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.delivery.ranges import ByteRange, Unsatisfiable, requested_range

ETAG = '"abc"'


def ask(header: str, *, size: int = 10_000, if_range: str = "") -> ByteRange | None:
    return requested_range(header=header, if_range=if_range, etag=ETAG, size=size)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", (0, 499)),
        ("bytes=500-999", (500, 999)),
        ("bytes=-500", (9500, 9999)),
        ("bytes=9500-", (9500, 9999)),
        ("bytes=0-0", (0, 0)),
        ("bytes=-1", (9999, 9999)),
        ("bytes=9000-99999999", (9000, 9999)),
        ("bytes=-99999999", (0, 9999)),
    ],
)
def test_one_range(header: str, expected: tuple[int, int]) -> None:
    assert ask(header) == ByteRange(*expected)


@pytest.mark.parametrize(
    "header",
    ["", "bytes=0-0,-1", "bytes=500-100", "lines=1-2", "bytes=a-b", "bytes=-", "bytes", "bytes=0-" + "9" * 30],
)
def test_what_is_not_one_valid_range_gets_the_whole_file(header: str) -> None:
    assert ask(header) is None


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=10000-10001", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        ask(header)


def test_an_empty_file_has_no_range() -> None:
    with pytest.raises(Unsatisfiable):
        ask("bytes=0-", size=0)


def test_if_range_must_be_the_same_file() -> None:
    assert ask("bytes=5-9", if_range=ETAG) == ByteRange(5, 9)
    assert ask("bytes=5-9", if_range='"other"') is None
    assert ask("bytes=5-9", if_range="W/" + ETAG) is None
    assert ask("bytes=5-9", if_range="Wed, 21 Oct 2015 07:28:00 GMT") is None


@given(
    header=st.text(max_size=40) | st.from_regex(r"bytes=\d{0,6}-\d{0,6}", fullmatch=True), size=st.integers(0, 10**6)
)
def test_a_range_lies_within_the_file(header: str, size: int) -> None:
    try:
        part = ask(header, size=size)
    except Unsatisfiable:
        return
    if part is not None:
        assert 0 <= part.start <= part.end < size
        assert part.length == part.end - part.start + 1
