"""An edition as one stream of tokens: where a page ends does not matter for what is said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from content.changes.values import SourcePage, Span

Integers = npt.NDArray[np.int64]
Tokens = npt.NDArray[np.uint64]

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:[.,'’][^\W{_CJK}]+)*|[^\s\w]")
"""A Chinese character, a word or number ("12.5", "don't"), or a sign: a minus can be the whole difference."""
_TYPOGRAPHY = str.maketrans("\u00ad\u2010\u2011‘’“”", "---''\"\"")
"""Hyphens and quotation marks that a program writes in one edition this way and in the next that way. A minus (U+2212)
and dashes stay what they are."""
_BLANK = "\0"
"""Stands for a page without text, so that such pages find each other by their place."""


class Vocabulary(dict[str, int]):
    """The number of each word, made of its text alone."""

    def __missing__(self, word: str) -> int:
        plain = word.translate(_TYPOGRAPHY)
        digest = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = self[word] = int.from_bytes(digest, "little")
        return number


@dataclass(frozen=True, slots=True)
class Stream:
    """`tokens` of all pages one after another, each a number made of its text alone; page p (from 0) has tokens
    [first[p], first[p + 1]), always at least one. `texts` are what was left of the pages, each as long as it was."""

    tokens: Tokens
    first: Integers
    texts: Sequence[str]

    def page_of(self, token: int) -> int:
        """The index of the page that holds this token."""
        return int(np.searchsorted(self.first, token, side="right")) - 1

    def size_of(self, page: int) -> int:
        """How many tokens a page has."""
        return int(self.first[page + 1] - self.first[page])

    def spans(self, page: int) -> list[Span]:
        """Where in the page's text its tokens stand. Looked for when it is asked for: few pages change."""
        return _spans_in(self.texts[page])


def stream(pages: Sequence[SourcePage], left_out: Sequence[Sequence[Span]], *, vocabulary: Vocabulary) -> Stream:
    """The pages without the characters `left_out` of each."""
    texts = [_without(page.text, gaps) for page, gaps in zip(pages, left_out, strict=True)]
    parts = []
    first = [0]
    for text in texts:
        words = _TOKEN.findall(text) or [_BLANK]
        parts.append(np.array([vocabulary[word] for word in words], dtype=np.uint64))
        first.append(first[-1] + len(words))
    tokens = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    return Stream(tokens, np.array(first, dtype=np.int64), texts)


@lru_cache(maxsize=16)
def _spans_in(text: str) -> list[Span]:
    return [match.span() for match in _TOKEN.finditer(text)] or [(0, 0)]


def _without(text: str, gaps: Sequence[Span]) -> str:
    """As long as it was, so that places stay true."""
    for start, end in gaps:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
