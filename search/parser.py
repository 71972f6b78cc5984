"""What a person typed, as the parts of a `SearchRequest`. Pure: no database, no engine, and it never raises.

    brake pads            words
    "in this order"       a phrase that must stand so; Chinese, curly and full-width quotes are the same. Quotes that
                          touch other words are part of a sentence
    pads -trailer         must not occur: a word or phrase with a minus, after something that is wanted. The first
                          word's minus is only a dash, as in the option `-verbose`; so are `--` and the one of `-40 °C`
    title:… heading:… number:…   in that field only; also 标题: 章节: 编号:, and quoted: title:"owner's manual"

A part number or fault code is recognised in any punctuation, and over neighbouring words (`12345 A10`, `P 0420`,
`SPN 102 FMI 3`): every such reading is handed on as an identifier candidate beside the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from search.engines.analysis import TOKEN
from search.engines.base import SearchRequest

MAX_CHARACTERS = 300
MAX_TERMS = 32
MAX_PHRASES = 8
MAX_IDENTIFIERS = 24
LONGEST_IDENTIFIER = 40
WORDS_IN_IDENTIFIER = 4
MAX_PAGE_SIZE = 50

FIELDS = {
    "title": "title",
    "heading": "heading",
    "number": "number",
    "标题": "title",
    "章节": "heading",
    "编号": "number",
}

_QUOTES = str.maketrans(dict.fromkeys("“”„‟″「」『』«»", '"'))
_QUOTED = re.compile(r'"([^"]*)"')
_PART = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')
_CHUNK = re.compile(r"[A-Za-z0-9]+(?:[-./_#]+[A-Za-z0-9]+)*")
_JOINT = re.compile(r"[\s:#/.-]*")
_NEGATIVE_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:°?[cf])?", re.IGNORECASE)


def normal_form(text: str) -> str:
    """An identifier without its punctuation: upper case ASCII letters and digits (`12345-a10` -> `12345A10`)."""
    return re.sub(r"[^A-Z0-9]+", "", unicodedata.normalize("NFKC", text).upper())


def parse(
    raw: str,
    *,
    kinds: tuple[str, ...] = (),
    brands: tuple[str, ...] = (),
    models: tuple[str, ...] = (),
    years: tuple[int, ...] = (),
    languages: tuple[str, ...] = (),
    page: int = 1,
    page_size: int = 10,
) -> SearchRequest:
    """The request for `raw`, of which at most `MAX_CHARACTERS` are read, with the choices made beside it.

    `page` counts from 1 and `page_size` lies in 1..MAX_PAGE_SIZE; other values are moved to the nearest good one.
    """
    text = _clean(raw)
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    fields: list[tuple[str, str]] = []
    for minus, field, value, quoted in _parts(text):
        if minus:
            excluded.append(value)
        elif field:
            fields.append((field, value))
        elif quoted:
            phrases.append(value)
        else:
            words.append(value)
    terms = _limited(" ".join(words))
    return SearchRequest(
        raw=text,
        terms=terms,
        phrases=tuple(phrases[:MAX_PHRASES]),
        excluded=tuple(excluded[:MAX_PHRASES]),
        identifiers=identifier_candidates(terms),
        fields=tuple(fields[:MAX_PHRASES]),
        kinds=kinds,
        brands=brands,
        models=models,
        years=years,
        languages=languages,
        page=max(1, page),
        page_size=min(max(1, page_size), MAX_PAGE_SIZE),
    )


def identifier_candidates(text: str) -> tuple[str, ...]:
    """Normal forms that may be an identifier: each code-like word, and up to four neighbours joined.

    A candidate has a digit and three to forty characters. One that names nothing costs a look-up and no result.
    """
    plain = unicodedata.normalize("NFKC", text)
    chunks = [(found.start(), found.end(), normal_form(found.group())) for found in _CHUNK.finditer(plain)]
    seen: dict[str, None] = {}
    for width in range(1, WORDS_IN_IDENTIFIER + 1):
        for first in range(len(chunks) - width + 1):
            run = chunks[first : first + width]
            gaps = (plain[left[1] : right[0]] for left, right in pairwise(run))
            joined = "".join(part[2] for part in run)
            if 3 <= len(joined) <= LONGEST_IDENTIFIER and _is_code(joined) and all(map(_JOINT.fullmatch, gaps)):
                seen.setdefault(joined)
    return tuple(seen)[:MAX_IDENTIFIERS]


def _is_code(joined: str) -> bool:
    return any(character.isdigit() for character in joined)


def _clean(raw: str) -> str:
    """NFKC, one kind of quote, no control, format, surrogate or private-use characters; cut to MAX_CHARACTERS."""
    folded = unicodedata.normalize("NFKC", raw[: MAX_CHARACTERS * 4]).translate(_QUOTES)
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in folded)
    kept = " ".join(kept.split())[:MAX_CHARACTERS].strip()
    if kept.count('"') % 2:
        before, _, after = kept.rpartition('"')
        kept = f"{before} {after}".strip()
    return _QUOTED.sub(_operator_or_words, kept)


def _operator_or_words(found: re.Match[str]) -> str:
    """Quotes that touch other words are a quotation inside a sentence (`谁说过“不行”的`), or inches: no operator."""
    before = found.string[: found.start()][-1:]
    after = found.string[found.end() :][:1]
    return found.group() if before in " -:" and not after.isalnum() else f" {found[1]} "


def _parts(text: str) -> Iterator[tuple[bool, str, str, bool]]:
    """(carries a minus, field name or "", value, was quoted) of each part that has a word in it."""
    something_wanted = False
    for found in _PART.finditer(text):
        name, quoted = found["field"] or "", found["quoted"]
        field = FIELDS.get(name.lower(), "")
        value = (quoted if quoted is not None else found["plain"]).strip()
        if name and not field:
            value = f"{name}:{value}" if quoted is None else f"{name} {value}"
        minus = bool(found["minus"]) and something_wanted and text[found.start() - 1] in ' "'
        if quoted is None and (value.startswith("-") or _NEGATIVE_NUMBER.fullmatch(value)):
            minus = False
        if TOKEN.search(value):
            something_wanted = something_wanted or not minus
            yield minus, field, value, quoted is not None


def _limited(terms: str) -> str:
    ends = [found.end() for found in TOKEN.finditer(terms)]
    return terms if len(ends) <= MAX_TERMS else terms[: ends[MAX_TERMS - 1]]
