"""How text becomes words, in pure Python.

The Elasticsearch analyzers of `mapping.py` say the same with Lucene's parts (`standard` tokenizer, `cjk_width`,
`lowercase`, `cjk_bigram`); the embedded engine indexes what this module returns. Queries of both engines are cut
here, so that one rule says what a word of a query is. Stemming and accent folding are left to the engines.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search.engines.base import HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN

_CJK = (
    "\u3005\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f"
)
"""Han, kana and hangul: written without spaces (or, hangul, best found by syllable pairs), so cut into bigrams."""

LATIN = rf"[^\W{_CJK}]"
_JOINED = r"(?<=[^\W\d_])[.'’·](?=[^\W\d_])|(?<=\d)[.,;'’](?=\d)"
"""What does not split a word (UAX #29, MidLetter and MidNum): `url.show`, `don't`, `1.25`, `3,000`."""

TOKEN = re.compile(rf"[{_CJK}]+|{LATIN}+(?:(?:{_JOINED}){LATIN}+)*")
_CJK_CHAR = re.compile(rf"[{_CJK}]")
_MARKERS = str.maketrans({HIGHLIGHT_OPEN: " ", HIGHLIGHT_CLOSE: " "})
_QUOTES = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of non-CJK script, or an unbroken run of CJK characters, lower case and width-folded."""

    text: str
    is_cjk: bool


def fold(text: str) -> str:
    """Compatibility forms to plain ones (full-width to ASCII, ligatures apart), lower case, straight apostrophes."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)


def storable(text: str) -> str:
    """`text` without what no engine may be given: highlight markers of a document's own, NUL, lone surrogates."""
    clean = text.translate(_MARKERS).replace("\0", " ")
    return clean if clean.isascii() else clean.encode("utf-8", "replace").decode("utf-8")


def tokens(text: str) -> list[Token]:
    """Words and CJK runs of `text`, in order."""
    return [Token(found, bool(_CJK_CHAR.match(found))) for found in TOKEN.findall(fold(text))]


def bigrams(run: str) -> list[str]:
    """Overlapping pairs of a CJK run; a lone character is itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def stemmed_field(text: str) -> str:
    """`text` as the words of a stemmed field, a space between: CJK runs as bigrams. Not stemmed yet."""
    return both_fields(text)[0]


def exact_field(text: str) -> str:
    """`text` as the words of an exact field, a space between: CJK runs as single characters."""
    return both_fields(text)[1]


def both_fields(text: str) -> tuple[str, str]:
    """`stemmed_field` and `exact_field` of `text` in one go; they differ only where there is CJK."""
    folded = fold(text)
    found = TOKEN.findall(folded)
    if folded.isascii() or not _CJK_CHAR.search(folded):
        words = " ".join(found)
        return words, words
    pairs: list[str] = []
    singles: list[str] = []
    for token in found:
        if _CJK_CHAR.match(token):
            pairs.extend(bigrams(token))
            singles.extend(token)
        else:
            pairs.append(token)
            singles.append(token)
    return " ".join(pairs), " ".join(singles)
