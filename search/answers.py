"""A person's question answered: parsed, asked under the viewer's filter, checked in the database, made presentable."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from content.library import api as library
from content.library.models import Manual, VehicleModel
from portal.core.statements import Statement
from portal.network.api import Viewer
from portal.network.models import Brand
from search import kinds
from search.access import access_filter, leaving_out
from search.cards import AnswerHit, shown
from search.engine import asked
from search.engines.base import SearchRequest, SearchResult
from search.parser import parse
from search.snippets import as_html

LANGUAGES = dict(Manual._meta.get_field("language").flatchoices)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the typed text, and the choices beside it (codes of brands and models, kinds of `search.kinds`,
    language codes). `tab` is one of `kinds.TABS`, "" for all of them. `superseded` includes editions that are no longer
    in force, `others` what does not apply to the vehicle at hand."""

    text: str = ""
    tab: str = ""
    types: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    superseded: bool = False
    others: bool = False
    page: int = 1
    page_size: int = 10

    @property
    def is_narrowed(self) -> bool:
        return bool(self.tab or self.types or self.brands or self.models or self.years or self.languages)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are asked for: those chosen, or all of the tab; none when nothing narrows them."""
        return self.types or (tuple(sorted(kinds.within(self.tab))) if self.tab else ())

    def request(self) -> SearchRequest:
        """The question as the engines take it."""
        return parse(
            self.text,
            kinds=self.kinds,
            brands=self.brands,
            models=self.models,
            years=self.years,
            languages=self.languages,
            page=self.page,
            page_size=self.page_size,
        )


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice: its value in the address, what a person reads, how many publications, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts publications as the index knows them; `facets` are by parameter name;
    `tabs` says how many there are in each, "" being all. `others`: how many more
    there are that do not apply to the vehicle at hand."""

    query: Query
    total: int
    took_ms: float
    hits: tuple[AnswerHit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    tabs: Mapping[str, int] = field(default_factory=dict)
    suggestion: str = ""
    others: int = 0

    @property
    def pages(self) -> int:
        return -(-self.total // self.query.page_size)


def find(*, viewer: Viewer, query: Query, vehicle: library.Vehicle | None = None) -> Answer:
    """Answer `query` for `viewer`, who has `vehicle` at hand. Raises SearchUnavailable. At most six statements, and two
    more with a vehicle."""
    started = time.perf_counter()
    request, access = query.request(), access_filter(viewer=viewer, superseded=query.superseded)
    fitting = access
    if vehicle is not None and not query.others:
        fitting = leaving_out(manual_ids=library.excluded(vehicle=vehicle), access=access)
    result = asked(lambda engine: engine.search(request=request, access=fitting))
    others = 0
    if fitting is not access:
        everything = replace(request, page=1, page_size=1, passages_per_hit=1)
        others = asked(lambda engine: engine.search(request=everything, access=access)).total - result.total
    hits = shown(viewer=viewer, hits=result.hits, text=query.text, superseded=query.superseded, vehicle=vehicle)
    return Answer(
        query=query,
        total=max(result.total - (len(result.hits) - len(hits)), 0),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
        hits=hits,
        facets=_facets(result, query),
        tabs=_tabs(result.facets.get("kind", {})),
        suggestion=result.suggestion,
        others=max(others, 0),
    )


def _tabs(counts: Mapping[str, int]) -> dict[str, int]:
    """From the counts of kinds, which are made as if none were chosen; a publication has one kind."""
    found = {tab: sum(counts.get(kind, 0) for kind in kinds.within(tab)) for tab in kinds.TABS}
    return {"": sum(found.values()), **found}


def _facets(result: SearchResult, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    in_tab = kinds.within(query.tab)

    def counts(field: str) -> Mapping[str, int]:
        every = result.facets.get(field, {})
        return {value: count for value, count in every.items() if value in in_tab} if field == "kind" else every

    labels: dict[str, Callable[[str], str]] = {
        "type": kinds.label,
        "brand": _names(_BRANDS, result.facets.get("brands")),
        "model": _names(_MODELS, result.facets.get("models")),
        "year": str,
        "language": lambda value: str(LANGUAGES.get(value, value)),
    }
    chosen = {
        "type": ("kind", query.types),
        "brand": ("brands", query.brands),
        "model": ("models", query.models),
        "year": ("years", tuple(map(str, query.years))),
        "language": ("language", query.languages),
    }
    return {
        name: _values(counts(field), selected, labels[name], by_value=name == "year")
        for name, (field, selected) in chosen.items()
    }


def _names(statement: Statement, counts: Mapping[str, int] | None) -> Callable[[str], str]:
    names = dict(statement.rows(codes=tuple(counts))) if counts else {}
    return lambda code: names.get(code, code)


_BRANDS = Statement(lambda codes: Brand.objects.filter(code__in=codes).order_by().values_list("code", "name"))
_MODELS = Statement(lambda codes: VehicleModel.objects.filter(code__in=codes).order_by().values_list("code", "name"))


def _values(
    counts: Mapping[str, int], selected: tuple[str, ...], label: Callable[[str], str], *, by_value: bool
) -> tuple[FacetValue, ...]:
    """Chosen values stay listed at zero, so that they can be taken back."""
    # A picture without words has no language: nothing to choose.
    known = {str(value): count for value, count in counts.items() if value != ""}
    every = {**dict.fromkeys(selected, 0), **known}
    values = [FacetValue(value, label(value), count, value in selected) for value, count in every.items()]
    if by_value:
        return tuple(sorted(values, key=lambda one: one.value, reverse=True))
    return tuple(sorted(values, key=lambda one: (-one.count, one.label)))


def find_within(*, viewer: Viewer, edition_id: int, q: str) -> list[tuple[int, str, str, SafeString]]:
    """Pages of one edition that match, for the reader: (number, label, innermost heading, snippet as HTML)."""
    access = access_filter(viewer=viewer, superseded=True)
    found = asked(lambda engine: engine.search_within(edition_id=edition_id, request=parse(q), access=access))
    return [(hit.number, hit.label, hit.heading[-1] if hit.heading else "", as_html(hit.snippet)) for hit in found]


def suggest(*, viewer: Viewer, prefix: str, limit: int = 8) -> tuple[str, ...]:
    """Completions of what is being typed, out of what `viewer` may find. Raises SearchUnavailable."""
    prefix = prefix.strip()[:60]
    if len(prefix) < 2 and prefix.isascii():
        return ()
    access = access_filter(viewer=viewer)
    return asked(lambda engine: engine.suggest(prefix=prefix, access=access, limit=limit))
