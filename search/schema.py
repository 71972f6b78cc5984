"""The one shape of a search document.

A document is a passage: one page of one edition, a course, a lesson, half a minute of a film, a session. Every
engine stores these fields and no others. Dates are whole seconds since 1970 UTC, and an open end is `FOREVER`, so
that visibility is plain comparison at query time and no engine needs to know what a missing value means.
"""

from __future__ import annotations

from dataclasses import dataclass

FOREVER = 253_402_300_799  # 9999-12-31T23:59:59Z
SCHEMA_VERSION = 3
"""Raised by whoever changes the fields or their analysis; an index of another version is rebuilt, not patched."""

KEYWORD_FIELDS = (
    "id",
    "kind",
    "publication",
    "language",
    "brands",
    "models",
    "markets",
    "identifiers",
    "audience_brands",
    "audience_regions",
    "audience_tiers",
    "audience_roles",
    "audience_dealers",
)
INTEGER_FIELDS = (
    "publication_id",
    "edition_id",
    "number",
    "years",
    "effective_from",
    "superseded_at",
    "replaced_at",
    "resumes_at",
    "expires_at",
)
"""What a `portal.core.filters.Filter` may name: exact keywords, and whole numbers of 64 bits."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One findable page.

    `id` is unique across kinds ("edition:17:p:42"). `publication` is the grouping key ("manual:5"); all its passages
    have the same kind, language, brands, models and years. `edition_id` is 0 for what is no manual. The audience
    fields hold the ids of each dimension as strings, or the single token "*" where the dimension is empty (see
    `portal.network.audience`). From `replaced_at` until before `resumes_at` another publication stands in its place.
    `identifiers` are normal forms (upper case, letters and digits only). `vector` is room for a passage embedding; None
    until a later issue fills it.
    """

    id: str
    kind: str
    publication: str
    publication_id: int
    edition_id: int
    title: str
    document_number: str
    edition_label: str
    number: int
    label: str
    heading: tuple[str, ...]
    body: str
    identifiers: tuple[str, ...]
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
    superseded_at: int = FOREVER
    replaced_at: int = FOREVER
    resumes_at: int = FOREVER
    expires_at: int = FOREVER
    fingerprint: str = ""
    vector: tuple[float, ...] | None = None
