"""The words of a page as boxes: a layer to select and copy from, and the boxes to mark hits with.

Everything is in parts of the page, so that it holds at any zoom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from content.ingest.extraction.api import Words, boxes_for_ranges, unpack_words
from content.library.models import EditionPage

log = structlog.get_logger(__name__)
BOXES_UNREADABLE = "reader.word_boxes_unreadable"

WIDEST_GAP = 2.5
"""Times the height of a line: words farther apart are in two columns and are not joined for selection."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in percent of the page's width and height, from its top left corner, ready for CSS."""

    left: str
    top: str
    width: str
    height: str


def words_of(page: EditionPage) -> Words:
    """The words of a page in reading order; none if the boxes kept at ingest cannot be read (the image can)."""
    try:
        return unpack_words(bytes(page.words))
    except ValueError:
        log.warning(BOXES_UNREADABLE, edition=page.edition_id, page=page.number)
        return Words.empty()


def layer(*, text: str, words: Words, shape: float) -> list[list[object]]:
    """What the browser lays over the image: [left, top, width, height, string, ends line] for each word, in 1/65535
    of the page. `shape` is the page's width over its height.

    A word reaches to the next one of its line and carries the space between, so that a selection has no holes and
    copies as text.
    """
    spans: list[list[object]] = []
    last = len(words) - 1
    for index, start in enumerate(words.starts):
        end = start + words.lengths[index]
        right, between, joined = words.right[index], "", False
        if index < last:
            between = text[end : words.starts[index + 1]]
            joined = "\n" not in between and _same_line(words, index, shape)
            right = words.left[index + 1] if joined else right
        left, top = words.left[index], words.top[index]
        string = text[start:end] + (" " if joined and between else "")
        spans.append([left, top, max(right - left, 1), words.bottom[index] - top, string, 0 if joined else 1])
    return spans


def boxes(*, words: Words, ranges: Sequence[tuple[int, int]]) -> list[Box]:
    """The boxes that cover the characters of `ranges`."""
    return [
        Box(*(f"{100 * part:.3f}" for part in (left, top, right - left, bottom - top)))
        for left, top, right, bottom in boxes_for_ranges(words, ranges)
    ]


def _same_line(words: Words, index: int, shape: float) -> bool:
    """Whether the word after `index` goes on in its line, near enough."""
    following = index + 1
    height = max(words.bottom[index] - words.top[index], 1)
    overlap = min(words.bottom[index], words.bottom[following]) - max(words.top[index], words.top[following])
    gap = (words.left[following] - words.right[index]) * shape
    return overlap > height / 2 and -height / 2 <= gap <= WIDEST_GAP * height
