"""A part of a page that somebody marks: drawn on its image, or chosen as a paragraph. Pure, but for reading a page's
words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from content.ingest.extraction.api import Words

SCALE = 65535
SMALLEST = 130
"""A fifth of a percent of the page: less was a slip of the finger."""
LONGEST_QUOTE = 500
LONGEST_LINE = 90
MOST_PARAGRAPHS = 80
WIDEST_GAP = 0.9
"""Times the height of a line: lines farther apart are two paragraphs."""


@dataclass(frozen=True, slots=True)
class Region:
    """A box in 1/65535 of the page, from its top left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def read(cls, text: str) -> Region | None:
        """From "left,top,right,bottom". None for anything else, and for what is too small to have been meant."""
        parts = text.split(",")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
            return None
        left, top, right, bottom = map(int, parts)
        if max(right, bottom) > SCALE or right - left < SMALLEST or bottom - top < SMALLEST:
            return None
        return cls(left, top, right, bottom)

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.right},{self.bottom}"

    @property
    def values(self) -> list[int]:
        """As it is kept."""
        return [self.left, self.top, self.right, self.bottom]

    def joined(self, other: Region) -> Region:
        """The box around both."""
        return Region(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together, and the beginning of what they say."""

    text: str
    region: Region


def quote(*, text: str, words: Words, region: Region) -> str:
    """What stands in the region: the words whose middle lies in it."""
    found = []
    for index, start in enumerate(words.starts):
        across = (words.left[index] + words.right[index]) // 2
        down = (words.top[index] + words.bottom[index]) // 2
        if region.left <= across <= region.right and region.top <= down <= region.bottom:
            found.append(text[start : start + words.lengths[index]])
    return " ".join(found)[:LONGEST_QUOTE]


def paragraphs(*, text: str, words: Words) -> list[Paragraph]:
    """The paragraphs of a page in reading order, for who marks without a pointer."""
    found: list[Paragraph] = []
    height = 0
    for line, box in _lines(text, words):
        last = found[-1] if found else None
        gap = box.top - last.region.bottom if last else 0
        beside = last is not None and box.left < last.region.right and last.region.left < box.right
        if last is not None and beside and -height <= gap <= WIDEST_GAP * height:
            found[-1] = Paragraph(last.text + " " + line, last.region.joined(box))
        elif len(found) < MOST_PARAGRAPHS:
            found.append(Paragraph(line, box))
        height = max(box.bottom - box.top, 1)
    return [Paragraph(_short(one.text), _large_enough(one.region)) for one in found]


def _lines(text: str, words: Words) -> Iterator[tuple[str, Region]]:
    """Each line of text with the box around its words."""
    box: Region | None = None
    line: list[str] = []
    end = 0
    for index, start in enumerate(words.starts):
        if box is not None and "\n" in text[end:start]:
            yield " ".join(line), box
            box, line = None, []
        end = start + words.lengths[index]
        own = Region(words.left[index], words.top[index], words.right[index], words.bottom[index])
        box = own if box is None else box.joined(own)
        line.append(text[start:end])
    if box is not None:
        yield " ".join(line), box


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1].rstrip()}…"


def _large_enough(region: Region) -> Region:
    """A line as thin as a rule is still a region that `Region.read` takes."""
    left = min(region.left, SCALE - SMALLEST)
    top = min(region.top, SCALE - SMALLEST)
    return Region(left, top, max(region.right, left + SMALLEST), max(region.bottom, top + SMALLEST))
