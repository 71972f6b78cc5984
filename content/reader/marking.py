"""Where the words of a query stand on a page, for marking them. Pure: text and query in, character ranges out.

A page that the search found is not searched again here; it is only shown why it was found. So this leans towards
marking what a person would call the same word: any case, width or accent, the forms of an English word, an
identifier in any punctuation, a Chinese run wherever it stands, broken across lines too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_QUERY = 200
MOST_TERMS = 24
MOST_RANGES = 400
"""Of one page: beyond it marks are wallpaper."""

OTHER_FIELDS = ("title", "number", "标题", "编号")
"""Names before a colon that look elsewhere than on the page."""
_STOP = (
    "a an and are as at be by do does for from how i if in is it my not of on or the to was what when where "
    "which who why will with you your"
)
STOP_WORDS = frozenset(_STOP.split())
_ENDINGS = "s es 's ed d ing ings er ers or ors e y ies ied ion ions ation ations ment ments al als ly able"
ENDINGS = frozenset(_ENDINGS.split())
SHORTEST_STEM = 3

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_GAP = r"[\s\-‐‑–./_·]{0,2}"
"""What may stand between two characters of an identifier: "06A-115 561.B"."""
_WORD = re.compile(rf"[^\W\d_{_CJK}]+(?:'s\b)?")
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[\-‐‑–./_·'][^\W_{_CJK}]+)*")
_DROPPED = re.compile(rf"(?<!\S)(?:-(?=[^\W\d]|\")|(?:{'|'.join(OTHER_FIELDS)})[:：])(?:\"[^\"]*\"|\S+)", re.IGNORECASE)
_FIELD_OF_PAGE = re.compile(r"(?<!\S)(?:heading|章节)[:：]", re.IGNORECASE)
WORDS_IN_IDENTIFIER = 5


def mark(*, text: str, query: str) -> list[tuple[int, int]]:
    """The ranges [start, end) of `text` that show `query`: in order, not empty, not overlapping or touching.

    Words that the query excludes ("-gasket") or looks for elsewhere ("title:brakes") are not marked, nor are stop
    words unless there is nothing else. Linear in the length of the text.
    """
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for pattern_ranges in _searches(folded, terms_of(query)):
        found.extend(pattern_ranges)
        if len(found) >= MOST_RANGES:
            break
    return _joined(found)


def terms_of(query: str) -> list[str]:
    """The words, identifiers and CJK runs of a query, folded, in order, each once."""
    kept = _FIELD_OF_PAGE.sub(" ", _DROPPED.sub(" ", query[:LONGEST_QUERY]))
    tokens = list(dict.fromkeys(match.group() for match in _TOKEN.finditer(fold(kept))))
    telling = [token for token in tokens if token not in STOP_WORDS]
    return (telling or tokens)[:MOST_TERMS]


def fold(text: str) -> str:
    """`text` without differences of case, width and accent, character for character (same length)."""
    return text.lower() if text.isascii() else "".join(map(_fold_char, text))


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)[:1].lower()
    return plain if len(plain) == 1 else char


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one English word: torque, torques, torqued, torquing."""
    if one == other:
        return True
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    for stem in range(shared, max(SHORTEST_STEM, shared - 2) - 1, -1):
        if _both_end(one[stem:], other[stem:], last=one[stem - 1]):
            return True
    return False


def _both_end(one: str, other: str, *, last: str) -> bool:
    if {one, other} == {"", "e"} or {one, other} == {"", "y"}:
        return False  # car and care, part and party are two words
    return all(not end or end in ENDINGS or (end[0] == last and end[1:] in ENDINGS) for end in (one, other))


def _searches(folded: str, terms: list[str]) -> Iterator[list[tuple[int, int]]]:
    position = 0
    while position < len(terms):
        term = terms[position]
        if _is_cjk(term):
            yield _cjk(folded, term)
        elif count := _identifier_length(folded, terms[position:]):
            window = terms[position : position + count]
            yield _spans(_identifier("".join(window)), folded)
            for word in window:
                if word.isalpha() and len(word) > 2:
                    yield _words(folded, word)
            position += count - 1
        elif _has_digit(term):
            yield _spans(_identifier(term), folded)
        else:
            yield _words(folded, term)
        position += 1


def _is_cjk(term: str) -> bool:
    return re.match(rf"[{_CJK}]", term) is not None


def _has_digit(term: str) -> bool:
    return any(char.isdigit() for char in term)


def _identifier_length(folded: str, terms: list[str]) -> int:
    """How many of the first terms stand on the page as one number ("06A 115 561 B"); 0 if fewer than two do."""
    window: list[str] = []
    longest = 0
    for term in terms[:WORDS_IN_IDENTIFIER]:
        if _is_cjk(term) or not (_has_digit(term) or len(term) <= 3):
            break
        window.append(term)
        if len(window) > 1 and any(map(_has_digit, window)) and _spans(_identifier("".join(window)), folded):
            longest = len(window)
    return longest


def _cjk(folded: str, run: str) -> list[tuple[int, int]]:
    """The whole run; where the page has it nowhere, its pairs of characters."""
    # Ahead only: in 片片片 the run 片片 stands twice, and the second is not lost to the first.
    pattern = r"\s?".join(map(re.escape, run))
    whole = [match.span(1) for match in re.finditer(rf"(?=({pattern}))", folded)]
    if whole or len(run) <= 2:
        return whole
    pairs = dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1))
    return [span for pair in pairs for span in _spans(rf"{re.escape(pair[0])}\s?{re.escape(pair[1])}", folded)]


def _identifier(term: str) -> str:
    characters = [re.escape(char) for char in term if char.isalnum()]
    # Not within a longer number: 25 is neither in 125 nor in 25.5.
    return rf"(?<![^\W_{_CJK}])(?<!\d[.,]){_GAP.join(characters)}(?![^\W_{_CJK}])(?![.,]\d)"


def _words(folded: str, term: str) -> list[tuple[int, int]]:
    parts = _WORD.findall(term)
    return [match.span() for match in _WORD.finditer(folded) if any(same_word(match.group(), part) for part in parts)]


def _spans(pattern: str, folded: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, folded) if match.end() > match.start()]


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, overlapping and touching ones made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined[:MOST_RANGES]
