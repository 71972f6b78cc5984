"""Whether a page only lists other pages: a table of contents or a printed index.

Such a page holds every word of the manual's headings and answers nothing, so the ranking puts it behind. Read from
the text alone, because outlines are often missing. A table of values with dotted lines is none: its numbers neither
climb as page numbers do nor stand behind words in alphabetical order.
"""

from __future__ import annotations

import re
from itertools import pairwise

FEWEST_LINES = 8
SHARE_DOTTED = 0.25
FEWEST_PAGES = 4
SHARE_OF_ENTRIES = 0.5
SHARE_IN_ORDER = 0.85

LONGEST_LINE = 300
_LEADERS = (".....", ". . . . .", "……", "·····")
_PAGE = re.compile(r"(?:^|[\s.…·])(\d{1,4})\s*$")
_INDEX_PAGES = re.compile(r",\s*\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\s*$")
_FIRST_LETTER = re.compile(r"\W*([^\W\d_])")


def is_listing(body: str) -> bool:
    """True when a quarter of the lines are dotted and the page numbers climb, or half are index entries in order."""
    lines = [line[-LONGEST_LINE:] for line in body.splitlines() if line.strip()]
    if len(lines) < FEWEST_LINES:
        return False
    return _climbs(lines) or _is_alphabetical(lines)


def _climbs(lines: list[str]) -> bool:
    dotted = sum(1 for line in lines if any(leader in line for leader in _LEADERS))
    if dotted < len(lines) * SHARE_DOTTED:
        return False
    pages = [int(found[1]) for line in lines if (found := _PAGE.search(line))]
    return len(set(pages)) >= FEWEST_PAGES and _share([left <= right for left, right in pairwise(pages)])


def _is_alphabetical(lines: list[str]) -> bool:
    entries = [line for line in lines if "," in line and line.rstrip()[-1:].isdigit()]
    if len(entries) < max(FEWEST_LINES, len(lines) * SHARE_OF_ENTRIES):
        return False
    words = [found[1].lower() for line in entries if _INDEX_PAGES.search(line) and (found := _FIRST_LETTER.match(line))]
    if len(words) < max(FEWEST_LINES, len(lines) * SHARE_OF_ENTRIES):
        return False
    return _share([left <= right for left, right in pairwise(words)])


def _share(kept: list[bool]) -> bool:
    return sum(kept) >= len(kept) * SHARE_IN_ORDER
