"""A person's question answered: parsed, asked under the viewer's filter, checked in the database, made presentable."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from content.library.models import Edition, Manual, ManualCategory, VehicleModel
from content.reader.api import page_url
from portal.network.api import Viewer
from portal.network.models import Brand
from search.access import access_filter, confirmed
from search.engine import asked
from search.engines.base import PublicationHit, SearchRequest, SearchResult
from search.parser import parse
from search.snippets import as_html

LANGUAGES = dict(Manual._meta.get_field("language").flatchoices)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the typed text, and the choices beside it (codes of brands and models, ManualCategory values,
    language codes). `superseded` includes editions that are no longer in force."""

    text: str = ""
    types: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    superseded: bool = False
    page: int = 1
    page_size: int = 10

    @property
    def is_narrowed(self) -> bool:
        return bool(self.types or self.brands or self.models or self.years or self.languages)

    def request(self) -> SearchRequest:
        """The question as the engines take it."""
        return parse(
            self.text,
            kinds=self.types,
            brands=self.brands,
            models=self.models,
            years=self.years,
            languages=self.languages,
            page=self.page,
            page_size=self.page_size,
        )


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page that matched. `snippet` is HTML: escaped text with <mark>."""

    number: int
    label: str
    heading: tuple[str, ...]
    snippet: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A publication with its best pages. All but the pages comes from the database."""

    kind: str
    kind_label: str
    id: int
    title: str
    document_number: str
    edition: Edition
    edition_label: str
    in_force: bool
    matches: int
    url: str
    pages: tuple[AnswerPage, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice: its value in the address, what a person reads, how many publications, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts publications as the index knows them; `facets` are by parameter name."""

    query: Query
    total: int
    took_ms: float
    hits: tuple[AnswerHit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestion: str = ""

    @property
    def pages(self) -> int:
        return -(-self.total // self.query.page_size)


def find(*, viewer: Viewer, query: Query) -> Answer:
    """Answer `query` for `viewer`. Raises SearchUnavailable. At most three statements."""
    started = time.perf_counter()
    request, access = query.request(), access_filter(viewer=viewer, superseded=query.superseded)
    result = asked(lambda engine: engine.search(request=request, access=access))
    editions = confirmed(
        viewer=viewer,
        edition_ids=(passage.edition_id for hit in result.hits for passage in hit.passages),
        superseded=query.superseded,
    )
    hits = tuple(filter(None, (_hit(hit, editions, viewer, query) for hit in result.hits)))
    return Answer(
        query=query,
        total=max(result.total - (len(result.hits) - len(hits)), 0),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
        hits=hits,
        facets=_facets(result, query),
        suggestion=result.suggestion,
    )


def _hit(hit: PublicationHit, editions: dict[int, Edition], viewer: Viewer, query: Query) -> AnswerHit | None:
    passages = [passage for passage in hit.passages if passage.edition_id in editions]
    if not passages:
        return None
    edition = editions[passages[0].edition_id]
    manual = edition.manual
    suffix = _query_suffix(query.text)
    pages = tuple(
        AnswerPage(
            number=passage.number,
            label=passage.label,
            heading=passage.heading,
            snippet=as_html(passage.snippet),
            url=page_url(edition=editions[passage.edition_id], number=passage.number, at=viewer.at) + suffix,
        )
        for passage in passages
    )
    return AnswerHit(
        kind=manual.category,
        kind_label=_category(manual.category),
        id=manual.pk,
        title=manual.title,
        document_number=manual.document_number,
        edition=edition,
        edition_label=edition.label,
        in_force=edition.is_in_force(at=viewer.at),
        matches=hit.matches,
        url=pages[0].url,
        pages=pages,
    )


def _category(value: str) -> str:
    return str(ManualCategory(value).label) if value in ManualCategory.values else value


def _query_suffix(text: str) -> str:
    return f"?{urlencode({'q': text})}" if text else ""


def _facets(result: SearchResult, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    labels: dict[str, Callable[[str], str]] = {
        "type": _category,
        "brand": _names(Brand.objects.values_list("code", "name"), result.facets.get("brands")),
        "model": _names(VehicleModel.objects.values_list("code", "name"), result.facets.get("models")),
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
        name: _values(result.facets.get(field, {}), selected, labels[name], by_value=name == "year")
        for name, (field, selected) in chosen.items()
    }


def _names(rows, counts: Mapping[str, int] | None) -> Callable[[str], str]:  # type: ignore[no-untyped-def]
    names = dict(rows.filter(code__in=list(counts))) if counts else {}
    return lambda code: names.get(code, code)


def _values(
    counts: Mapping[str, int], selected: tuple[str, ...], label: Callable[[str], str], *, by_value: bool
) -> tuple[FacetValue, ...]:
    """Chosen values stay listed at zero, so that they can be taken back."""
    known = {str(value): count for value, count in counts.items()}
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
