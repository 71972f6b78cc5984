"""Where each word stands on its page, in few bytes.

A word is a range of characters of the page's text and a box. Boxes are in the page as displayed, its rotation
applied, as fractions of 65535 from the left and top edge, so that a picture of any size can be laid over.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

SCALE = 65535
Column = Sequence[int] | npt.NDArray[np.integer]
_FORMAT = b"1"
LARGEST_UNPACKED = 32 * 1024 * 1024
"""What no page's boxes reach: packed bytes come out of a process that read a hostile file."""


@dataclass(slots=True)
class Words:
    """Columns of equal length, in the order of the text. `starts[i]:starts[i] + lengths[i]` is word i of the text;
    `left`, `top`, `right`, `bottom` are in [0, SCALE]."""

    starts: array[int]
    lengths: array[int]
    left: array[int]
    top: array[int]
    right: array[int]
    bottom: array[int]

    @classmethod
    def empty(cls) -> Words:
        return cls(array("I"), array("H"), array("H"), array("H"), array("H"), array("H"))

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, *, starts: Column, lengths: Column, boxes: Sequence[Column] | npt.NDArray[np.integer]) -> Words:
        """From columns; `boxes` are (left, top, right, bottom) in SCALE, clipped to the page here."""
        left, top, right, bottom = (_column("H", column) for column in boxes)
        return cls(_column("I", starts), _column("H", lengths), left, top, right, bottom)

    def shift(self, edits: list[tuple[int, int, int]]) -> None:
        """Follow edits of the text: each replaced characters [start, end) by so many others; in order, apart."""
        moved = 0
        waiting = iter(edits)
        start, end, new = next(waiting, _NO_MORE)
        for index in range(len(self.starts)):
            first = self.starts[index]
            last = first + self.lengths[index]
            grown = 0
            while end <= first:
                moved += new - (end - start)
                start, end, new = next(waiting, _NO_MORE)
            at = first + moved
            while start < last:
                # The part of an edit that lies in the word; what it took of the space behind is the next word's.
                grown += new - (min(end, last) - start)
                if end > last:
                    break
                moved += new - (end - start)
                start, end, new = next(waiting, _NO_MORE)
            self.starts[index] = at
            self.lengths[index] = max(0, self.lengths[index] + grown)


_NO_MORE = (1 << 40, 1 << 40, 0)
_MOST = {code: np.iinfo(code).max for code in ("H", "I")}


def _column(code: Literal["H", "I"], values: Column) -> array[int]:
    """`values`, clipped to what the type of `code` holds (H is as wide as SCALE)."""
    given = np.asarray(values)
    if given.dtype != code:
        given = np.clip(given.astype(np.int64), 0, _MOST[code]).astype(code)
    return array(code, given.tobytes())


def pack_words(words: Words) -> bytes:
    """Columns one after another, compressed."""
    columns = (words.starts, words.lengths, words.left, words.top, words.right, words.bottom)
    body = len(words).to_bytes(4, "little") + b"".join(column.tobytes() for column in columns)
    return _FORMAT + zlib.compress(body, 1)


def unpack_words(packed: bytes) -> Words:
    """The inverse of `pack_words`; nothing for nothing. Raises ValueError for bytes that it did not make."""
    packed = bytes(packed)
    if not packed:
        return Words.empty()
    if packed[:1] != _FORMAT:
        raise ValueError("Word boxes of an unknown format.")
    try:
        body = zlib.decompressobj().decompress(packed[1:], LARGEST_UNPACKED)
    except zlib.error as error:
        raise ValueError("Word boxes cannot be read.") from error
    count = int.from_bytes(body[:4], "little")
    if len(body) != 4 + count * 14:
        raise ValueError("Word boxes are cut off.")
    words = Words.empty()
    at = 4
    for column in (words.starts, words.lengths, words.left, words.top, words.right, words.bottom):
        end = at + count * column.itemsize
        column.frombytes(body[at:end])
        at = end
    return words


def boxes_for_ranges(words: Words, ranges: Iterable[tuple[int, int]]) -> list[tuple[float, float, float, float]]:
    """Boxes (left, top, right, bottom as fractions) that mark character ranges [start, end) of the text.

    A range inside a word takes the share of its width; words of one line that follow each other become one box.
    """
    boxes: list[tuple[float, float, float, float]] = []
    for start, end in ranges:
        marked: list[tuple[float, float, float, float]] = []
        index = max(0, bisect_right(words.starts, start) - 1)
        while index < len(words) and words.starts[index] < end:
            part = _share(words, index, start, end)
            if part is not None:
                _extend(marked, part)
            index += 1
        boxes.extend(marked)
    return boxes


def _share(words: Words, index: int, start: int, end: int) -> tuple[float, float, float, float] | None:
    first, length = words.starts[index], words.lengths[index]
    low, high = max(start, first), min(end, first + length)
    if low >= high:
        return None
    left, width = words.left[index], words.right[index] - words.left[index]
    return (
        (left + width * (low - first) / length) / SCALE,
        words.top[index] / SCALE,
        (left + width * (high - first) / length) / SCALE,
        words.bottom[index] / SCALE,
    )


def _extend(line: list[tuple[float, float, float, float]], part: tuple[float, float, float, float]) -> None:
    """Join `part` to the last box when both stand on one line, else begin another."""
    if line:
        left, top, right, bottom = line[-1]
        middle = (part[1] + part[3]) / 2
        if top <= middle <= bottom and part[0] >= left:
            line[-1] = (left, min(top, part[1]), max(right, part[2]), max(bottom, part[3]))
            return
    line.append(part)


def word_texts(text: str, words: Words) -> Sequence[str]:
    """The text of each word, in order."""
    return [text[start : start + length] for start, length in zip(words.starts, words.lengths, strict=True)]
