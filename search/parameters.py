"""The parameters of a search address, read and written: one form for the page and the API."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from search import kinds
from search.answers import Query

LISTS = {"type": "types", "brand": "brands", "model": "models", "year": "years", "language": "languages"}
"""Parameter of the address -> field of Query. Each may be given several times."""
MOST_CHOICES = 20
LONGEST_VALUE = 60
DEEPEST_PAGE = 1000


def query_from(parameters: QueryDict) -> Query:
    """Read leniently, as an address bar is typed: what makes no sense is left out, never an error."""
    lists = {name: _values(parameters.getlist(name)) for name in LISTS}
    tab = parameters.get("tab", "")
    tab = tab if tab in kinds.TABS else ""
    return Query(
        text=parameters.get("q", "").strip(),
        tab=tab,
        types=tuple(value for value in lists["type"] if value in kinds.within(tab)),
        brands=lists["brand"],
        models=lists["model"],
        years=tuple(int(value) for value in lists["year"] if value.isascii() and value.isdigit() and len(value) == 4),
        languages=lists["language"],
        superseded=parameters.get("superseded") in ("1", "true", "on"),
        others=parameters.get("others") in ("1", "true", "on"),
        page=_page(parameters.get("page", "1")),
    )


def _values(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:LONGEST_VALUE] for value in values if value))[:MOST_CHOICES]


def _page(value: str) -> int:
    return (
        min(int(value), DEEPEST_PAGE)
        if value.isascii() and value.isdigit() and 0 < len(value) < 6 and int(value)
        else 1
    )


def address(query: Query) -> str:
    """The query as the part of an address behind "?"."""
    pairs: list[tuple[str, object]] = [("q", query.text)] if query.text else []
    if query.tab:
        pairs.append(("tab", query.tab))
    for name, field in LISTS.items():
        pairs += [(name, value) for value in getattr(query, field)]
    if query.superseded:
        pairs.append(("superseded", 1))
    if query.others:
        pairs.append(("others", 1))
    if query.page > 1:
        pairs.append(("page", query.page))
    return urlencode(pairs)


def toggled(query: Query, name: str, value: str) -> Query:
    """The query with one choice taken or given back, on its first page."""
    field = LISTS[name]
    present: tuple[object, ...] = getattr(query, field)
    wanted: object = int(value) if name == "year" else value
    kept = tuple(one for one in present if one != wanted)
    return replace(query, **{field: kept if wanted in present else (*present, wanted), "page": 1})  # type: ignore[arg-type]
