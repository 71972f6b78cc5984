"""Manuals as passages: one per page of every edition that is ready and not withdrawn, of manuals that are live.

Superseded and future editions are indexed too: what is in force is decided at query time by their dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import blake2b
from math import ceil
from typing import Any

from content.library.models import Applicability, Edition, EditionPage, Manual
from portal.network.api import tokens
from portal.network.audience import DIMENSIONS
from search.schema import FOREVER, SCHEMA_VERSION, Passage

WIDEST_YEARS = 60
"""A row of applicability without a last year reaches so far; a typing error must not fill the index."""
PAGES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What all passages of an edition share: the fields of `Passage` of the same names. `digest` stands for them."""

    edition_id: int
    kind: str
    publication: str
    publication_id: int
    title: str
    document_number: str
    edition_label: str
    language: str
    brands: tuple[str, ...]
    models: tuple[str, ...]
    years: tuple[int, ...]
    markets: tuple[str, ...]
    audience_brands: tuple[str, ...]
    audience_regions: tuple[str, ...]
    audience_tiers: tuple[str, ...]
    audience_roles: tuple[str, ...]
    audience_dealers: tuple[str, ...]
    effective_from: int
    superseded_at: int
    replaced_at: int
    resumes_at: int
    expires_at: int
    digest: bytes = b""

    def fingerprint(self, page_pk: int) -> str:
        """Changes whenever the passage of this page would. A page's row never changes, so its key stands for it."""
        return blake2b(b"%s:%d" % (self.digest, page_pk), digest_size=12).hexdigest()


def publication_key(manual_id: int) -> str:
    """The grouping key of a manual in the index."""
    return f"manual:{manual_id}"


def passage_id(edition_id: int, number: int) -> str:
    """The id of a page in the index."""
    return f"edition:{edition_id}:p:{number}"


def facts_of(*, manual_ids: Sequence[int]) -> list[EditionFacts]:
    """The editions of these manuals that belong in the index. Seven statements, however many manuals."""
    manuals = {manual.pk: manual for manual in Manual.objects.filter(pk__in=manual_ids, live=True)}
    audiences = {name: _audience(name, list(manuals)) for name in DIMENSIONS}
    rows: dict[int, list[Applicability]] = defaultdict(list)
    for row in Applicability.objects.filter(manual__in=manuals).select_related("brand", "model"):
        rows[row.manual_id].append(row)
    editions = Edition.objects.filter(
        manual__in=manuals, state=Edition.State.READY, withdrawn_at__isnull=True
    ).order_by("manual_id", "pk")
    return [_facts(edition, manuals[edition.manual_id], rows[edition.manual_id], audiences) for edition in editions]


def _audience(dimension: str, manual_ids: list[int]) -> dict[int, set[int]]:
    relation = getattr(Manual, f"audience_{dimension}")
    target = f"{relation.field.m2m_reverse_field_name()}_id"
    ids: dict[int, set[int]] = defaultdict(set)
    for manual_id, value in relation.through.objects.filter(manual__in=manual_ids).values_list("manual_id", target):
        ids[manual_id].add(value)
    return ids


def _facts(
    edition: Edition, manual: Manual, rows: list[Applicability], audiences: dict[str, dict[int, set[int]]]
) -> EditionFacts:
    begins = max(filter(None, (manual.effective_from, edition.effective_from)))
    audience: dict[str, Any] = {f"audience_{name}": tokens(audiences[name][manual.pk]) for name in DIMENSIONS}
    facts = EditionFacts(
        edition_id=edition.pk,
        kind=manual.category,
        publication=publication_key(manual.pk),
        publication_id=manual.pk,
        title=manual.title,
        document_number=manual.document_number,
        edition_label=edition.label,
        language=manual.language,
        brands=_unique(row.brand.code for row in rows),
        models=_unique(row.model.code for row in rows if row.model),
        years=tuple(sorted({year for row in rows for year in _years(row)})),
        markets=_unique(row.market for row in rows if row.market),
        effective_from=ceil(begins.timestamp()),
        superseded_at=_end(edition.superseded_at),
        replaced_at=_end(edition.replaced_at),
        resumes_at=_end(edition.resumes_at),
        expires_at=_end(manual.expires_at),
        **audience,
    )
    values = [getattr(facts, field.name) for field in fields(facts)]
    digest = blake2b(repr((SCHEMA_VERSION, values)).encode(), digest_size=16).digest()
    return EditionFacts(**{field.name: getattr(facts, field.name) for field in fields(facts)} | {"digest": digest})


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _years(row: Applicability) -> range:
    if row.year_from is None and row.year_to is None:
        return range(0)
    first = row.year_from or row.year_to or 0
    last = row.year_to or first + WIDEST_YEARS
    return range(first, min(last, first + WIDEST_YEARS) + 1)


def _end(at: datetime | None) -> int:
    return ceil(at.timestamp()) if at else FOREVER


def fingerprints_of(facts: EditionFacts) -> dict[int, str]:
    """{page number: fingerprint} of an edition. One statement; reads no text."""
    rows = EditionPage.objects.filter(edition_id=facts.edition_id).values_list("number", "pk")
    return {number: facts.fingerprint(pk) for number, pk in rows}


def passages_of(facts: EditionFacts, *, first: int = 1, last: int | None = None) -> Iterator[Passage]:
    """The passages of pages `first` to `last` (all if None), streamed, one statement per PAGES_AT_ONCE."""
    rows = EditionPage.objects.filter(edition_id=facts.edition_id, number__gte=first).order_by("number")
    if last is not None:
        rows = rows.filter(number__lte=last)
    columns = ("pk", "number", "label", "heading", "text", "identifiers", "language")
    common = {
        field.name: getattr(facts, field.name) for field in fields(facts) if field.name not in ("digest", "language")
    }
    for pk, number, label, heading, text, identifiers, language in rows.values_list(*columns).iterator(PAGES_AT_ONCE):
        yield Passage(
            id=passage_id(facts.edition_id, number),
            number=number,
            label=label or str(number),
            heading=tuple(heading),
            body=text,
            identifiers=tuple(normal for _kind, _text, normal in identifiers),
            # A manual is filtered by its own language; a foreign page inside it would make it count twice.
            language=facts.language or language,
            fingerprint=facts.fingerprint(pk),
            **common,
        )


def all_passages() -> Iterator[Passage]:
    """Every passage that belongs in the index, for a rebuild."""
    ids = list(Manual.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), 100):
        for facts in facts_of(manual_ids=ids[at : at + 100]):
            yield from passages_of(facts)
