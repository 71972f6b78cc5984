"""Searching inside one manual. The search engine of the layer above does it when it is there; the database when not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import structlog
from django.db.models import Q, QuerySet
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from content.library.models import Edition, EditionPage
from content.reader.marking import mark, terms_of
from portal.network.api import Viewer

log = structlog.get_logger(__name__)
FINDER_FAILED = "reader.finder_failed"

MOST_FOUND = 200
AROUND = 70
"""Characters of text shown on each side of the first hit."""


class Found(NamedTuple):
    """A page on which the words stand. `heading` is the innermost title; `snippet` is HTML with <mark>, escaped by
    whoever made it (a plain string is escaped here)."""

    number: int
    label: str
    heading: str
    snippet: str


_LEADERS = re.compile(r"(?:\s?[.·…_]){4,}\s?")
_SPACE = re.compile(r"\s+")

Finder = Callable[..., Sequence[tuple[int, str, str, str]]]
"""Called as finder(viewer=, edition_id=, q=). May raise FinderUnavailable."""
_finders: list[Finder] = []


class FinderUnavailable(Exception):
    """The engine did not answer; the database is asked instead."""


def set_finder(finder: Finder | None) -> None:
    """Name the function that searches inside an edition. None: the database serves."""
    _finders[:] = [finder] if finder is not None else []


def find_within(*, viewer: Viewer, edition: Edition, query: str) -> list[Found]:
    """The pages of an opened edition on which `query` stands: best first with an engine, in order without one."""
    if not terms_of(query):
        return []
    found = _by_engine(viewer, edition, query)
    # Nothing may also mean that the index has not heard of this edition yet; the pages themselves know.
    return found or [_found(page, query) for page in _matching(edition, query)[:MOST_FOUND]]


def _by_engine(viewer: Viewer, edition: Edition, query: str) -> list[Found]:
    if not _finders:
        return []
    try:
        rows = _finders[0](viewer=viewer, edition_id=edition.pk, q=query)
    except FinderUnavailable as error:
        log.warning(FINDER_FAILED, error=str(error))
        return []
    return [_checked(row) for row in rows[:MOST_FOUND]]


def _checked(row: tuple[int, str, str, str]) -> Found:
    number, label, heading, snippet = row
    shown = snippet if isinstance(snippet, SafeString) else escape(snippet)
    return Found(number, label or str(number), heading, shown)


def _matching(edition: Edition, query: str) -> QuerySet[EditionPage]:
    """Pages that hold every term of the query, in any case; an identifier in any punctuation."""
    holds = Q()
    for term in terms_of(query):
        one = Q(text__icontains=_stem(term))
        normal = re.sub(r"[^A-Z0-9]", "", term.upper())
        if any(char.isdigit() for char in normal):
            one |= Q(identifiers__icontains=f'"{normal}"')
        holds &= one
    pages = EditionPage.objects.filter(holds, edition=edition).order_by("number")
    return pages.only("number", "label", "heading", "text", "edition_id")


def _stem(term: str) -> str:
    """What the forms of a word have in common, so that "torques" finds "torque"."""
    if not (term.isascii() and term.isalpha()) or len(term) < 5:
        return term
    for ending in ("ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if term.endswith(ending) and len(term) - len(ending) >= 4:
            return term[: -len(ending)]
    return term


def _found(page: EditionPage, query: str) -> Found:
    heading = str(page.heading[-1]) if page.heading else ""
    return Found(page.number, page.label or str(page.number), heading, snippet(text=page.text, query=query))


def snippet(*, text: str, query: str) -> SafeString:
    """The stretch of text with most of the query, as HTML with <mark>; the beginning of the text if none of it is
    there. Leader dots of tables of contents are shortened."""
    ranges = mark(text=text, query=query)
    if not ranges:
        return format_html("{}", _plain(text[: 2 * AROUND]))
    first, last = _densest(ranges, text)
    start = _word_start(text, max(0, first - AROUND))
    end = min(len(text), last + AROUND)
    pieces: list[SafeString] = []
    at = start
    for left, right in ranges:
        if left >= start and right <= end:
            pieces.append(format_html("{}<mark>{}</mark>", _plain(text[at:left]), _plain(text[left:right])))
            at = right
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}{}", before, SafeString("".join(pieces)), _plain(text[at:end]), after)


def _densest(ranges: list[tuple[int, int]], text: str) -> tuple[int, int]:
    """The beginning and end of the stretch, two `AROUND` long, that holds most different hits."""
    best, most = ranges[0], 0
    for index, (start, _end) in enumerate(ranges):
        within = [one for one in ranges[index : index + 12] if one[1] <= start + 2 * AROUND]
        different = len({text[left:right].lower() for left, right in within})
        if different > most:
            best, most = (start, within[-1][1]), different
    return best


def _word_start(text: str, at: int) -> int:
    """The beginning of the word that is cut at `at`; `at` itself where words have no spaces or no near end."""
    for back in range(min(at, 15)):
        if text[at - back - 1].isspace():
            return at - back
    return 0 if at <= 15 else at


def _plain(text: str) -> str:
    return _LEADERS.sub(" … ", _SPACE.sub(" ", text))
