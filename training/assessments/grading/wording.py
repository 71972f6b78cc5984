"""Short texts and the wordings that are accepted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from training.bank.shapes import TextKey

_ANY = "\0"


def judge(text: str, keys: Sequence[TextKey], *, language: str) -> tuple[float, int | None]:
    """The fraction of the best wording that `text` matches, and its place; (0, None) when none does."""
    best: tuple[float, int | None] = (0.0, None)
    for place, key in enumerate(keys):
        if key.language is not None and key.language.split("-")[0].lower() != language.split("-")[0].lower():
            continue
        if matches(text, key.pattern, case_sensitive=key.case_sensitive) and (
            best[1] is None or key.fraction > best[0]
        ):
            best = (key.fraction, place)
    return best


def matches(text: str, pattern: str, *, case_sensitive: bool = False) -> bool:
    """Whether `text` is what `pattern` describes, `*` standing for any characters and `\\*` for a star.

    Width, composition and runs of spaces do not count, nor does case unless it must. Takes time in proportion to
    len(text) * len(pattern) at worst, whatever the pattern: after a star that failed later, only the last one is tried
    again, which is enough (Krauss, "Matching Wildcards", 2008).
    """
    wanted = _same(pattern.replace("\\*", "\1").replace("*", _ANY), case_sensitive).replace("\1", "*")
    given = _same(text.replace(_ANY, "").replace("\1", ""), case_sensitive)
    at = place = 0
    star = resume = -1
    while at < len(given):
        if place < len(wanted) and wanted[place] == _ANY:
            star, resume = place, at
            place += 1
        elif place < len(wanted) and wanted[place] == given[at]:
            at += 1
            place += 1
        elif star >= 0:
            resume += 1
            at, place = resume, star + 1
        else:
            return False
    return all(char == _ANY for char in wanted[place:])


def _same(text: str, case_sensitive: bool) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if case_sensitive else plain.casefold()
