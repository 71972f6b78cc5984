"""Searching inside one manual. The search engine of the layer above does it when it is there; the database when not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import structlog
from django.db.models import Q, QuerySet
from django.utils.html import escape, format_html, format_html_join
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
    if _finders:
        try:
            rows = _finders[0](viewer=viewer, edition_id=edition.pk, q=query)
        except FinderUnavailable as error:
            log.warning(FINDER_FAILED, error=str(error))
        else:
            return [_checked(row) for row in rows[:MOST_FOUND]]
    return [_found(page, query) for page in _matching(edition, query)[:MOST_FOUND]]


def _checked(row: tuple[int, str, str, str]) -> Found:
    number, label, heading, snippet = row
    return Found(number, label, heading, snippet if isinstance(snippet, SafeString) else escape(snippet))


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
    """The first hits with the words around them, as HTML with <mark>; the beginning of the text if there is none."""
    ranges = mark(text=text, query=query)
    if not ranges:
        return format_html("{}", " ".join(text[: 2 * AROUND].split()))
    start = max(0, ranges[0][0] - AROUND)
    end = min(len(text), ranges[0][1] + AROUND)
    while start > 0 and not text[start - 1].isspace() and ranges[0][0] - start < AROUND + 15 and text[start].isascii():
        start -= 1
    pieces: list[tuple[SafeString]] = []
    at = start
    for left, right in ranges:
        if right > end:
            break
        pieces.append((format_html("{}<mark>{}</mark>", text[at:left], text[left:right]),))
        at = right
    body = format_html_join("", "{}", pieces)
    return format_html("{}{}{}{}", "… " if start else "", body, text[at:end], " …" if end < len(text) else "")
