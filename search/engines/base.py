"""What a search engine must do, and the values that go in and come out. Knows no engine and no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from portal.core.filters import EVERYTHING, Filter
from search.schema import Passage


class SearchUnavailable(Exception):
    """The engine did not answer, or not in time. The caller says so; it never shows an empty result instead."""


class SchemaMismatch(Exception):
    """The live index was built by another SCHEMA_VERSION (or does not exist); it must be rebuilt first."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What the user typed, parsed (`search.parser`), and the choices beside it.

    `terms` is the free text, `phrases` were in quotes, `excluded` carried a minus. `identifiers` are candidates in
    normal form (`P0420`, `12345A10`). `fields` are `field:value` pairs that the parser admits (title, number,
    heading). Facet choices are exact values; several of one facet mean any of them. `page` counts from 1.
    """

    raw: str
    terms: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    page: int = 1
    page_size: int = 10
    passages_per_hit: int = 3


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A page that matched. `snippet` holds plain text with matches between `HIGHLIGHT_OPEN`/`HIGHLIGHT_CLOSE`."""

    id: str
    edition_id: int
    number: int
    label: str
    heading: tuple[str, ...]
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class PublicationHit:
    """A publication with its best pages, best first. `matches` counts all matching pages where the engine knows."""

    publication: str
    publication_id: int
    edition_id: int
    kind: str
    score: float
    passages: tuple[PassageHit, ...]
    matches: int


HIGHLIGHT_OPEN = "\ue000"
HIGHLIGHT_CLOSE = "\ue001"
"""Private-use characters: the caller escapes the snippet first and only then turns these into markup."""

FACETS = ("brands", "models", "years", "kind", "language")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`total` counts publications. `facets` maps a name of FACETS to {value: number of publications}, each computed
    without its own facet's choice, so that a second value can be picked. `suggestion` is a "did you mean"."""

    total: int
    hits: tuple[PublicationHit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    suggestion: str = ""
    engine_ms: float = 0.0


class SearchEngine(Protocol):
    """Implemented by `elasticsearch` and `embedded`; both pass `tests/contracts/test_search_engine.py`.

    All methods raise `SearchUnavailable` when the engine cannot be reached. Reads and writes go to the live index;
    a `generation` names an index under construction (see `search.lifecycle`).
    """

    def search(self, *, request: SearchRequest, access: Filter = EVERYTHING) -> SearchResult:
        """Publications with passages that match `request` among the passages that `access` admits. An empty request
        (no text at all) lists publications by title with their first page."""

    def search_within(
        self, *, edition_id: int, request: SearchRequest, access: Filter = EVERYTHING, limit: int = 200
    ) -> tuple[PassageHit, ...]:
        """Pages of one edition that match, in page order, at most `limit`."""

    def suggest(self, *, prefix: str, access: Filter = EVERYTHING, limit: int = 8) -> tuple[str, ...]:
        """Completions (titles, document numbers, identifiers, headings) that occur in admitted passages."""

    def index(self, *, passages: Iterable[Passage], generation: str | None = None) -> int:
        """Insert or replace by id. Returns how many. All-or-error: raises `SearchUnavailable` naming refused ids."""

    def delete(self, *, ids: Iterable[str], generation: str | None = None) -> None:
        """Remove by id; an id that is not there is no error."""

    def delete_publication(self, *, publication: str) -> None:
        """Remove every passage of a publication."""

    def fingerprints(
        self, *, publications: Collection[str] | None = None, generation: str | None = None
    ) -> Iterator[tuple[str, str]]:
        """(id, fingerprint) of every stored passage, streamed; of these publications alone if given."""

    def refresh(self) -> None:
        """Make everything written so far findable."""

    def begin(self) -> bool:
        """Make an empty live index if there is none, one however many ask at once. Returns whether this made it."""

    def create_generation(self) -> str:
        """A new empty index beside the live one. Returns its name."""

    def promote(self, *, generation: str) -> None:
        """Atomically make `generation` the live index and drop the one before it."""

    def drop(self, *, generation: str) -> None:
        """Remove an index under construction; not there is no error. The live index is refused with ValueError."""

    def generations(self) -> tuple[str, ...]:
        """Names of the indices under construction (or left behind by a rebuild that was killed)."""

    def count(self, *, generation: str | None = None) -> int:
        """Passages stored."""

    def schema_version(self) -> int | None:
        """SCHEMA_VERSION with which the live index was built; None when there is none."""

    def ping(self) -> None:
        """Raise `SearchUnavailable` unless the engine answers."""
