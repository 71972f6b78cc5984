"""What the passages of courses and of sessions have in common: who may find them, and when they are another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from hashlib import blake2b
from math import ceil
from typing import Any

from content.ingest.extraction.api import identifiers_in
from portal.network.api import Visibility, tokens
from portal.network.audience import DIMENSIONS
from portal.network.models import Brand
from search.schema import FOREVER, SCHEMA_VERSION, Passage


def no_edition() -> dict[str, Any]:
    """The fields of a passage that only manuals fill. Courses and sessions belong to no edition: 0 is the id of none,
    so that no search within a manual meets them."""
    return {"edition_id": 0, "edition_label": "", "models": (), "years": (), "markets": ()}


def audience(visibility: Visibility, *, brand_codes: dict[int, str], ends: Sequence[datetime | None]) -> dict[str, Any]:
    """The fields by which the index decides who finds it, from the audience until the first of `ends`.

    The brand of its facet is that of its audience if it is one alone: with several, a dealer would read in the facet
    for whom else it is.
    """
    only = visibility.brands if len(visibility.brands) == 1 else frozenset()
    return {
        **{f"audience_{name}": tokens(getattr(visibility, name)) for name in DIMENSIONS},
        "brands": tuple(brand_codes[pk] for pk in only if pk in brand_codes),
        "effective_from": ceil(visibility.effective_from.timestamp()) if visibility.effective_from else 0,
        "expires_at": min((ceil(end.timestamp()) for end in ends if end), default=FOREVER),
    }


def brand_codes() -> dict[int, str]:
    """{id: code} of all brands. One statement."""
    return dict(Brand.objects.values_list("pk", "code"))


def identifiers_of(*texts: str) -> tuple[str, ...]:
    """The normal forms of what is named in these texts, found as in the pages of manuals."""
    return tuple(one.normal for one in identifiers_in("\n".join(texts)))


def sealed(passage: Passage) -> Passage:
    """The passage with its fingerprint, which changes whenever anything of it does."""
    values = [getattr(passage, field.name) for field in fields(passage) if field.name not in ("fingerprint", "vector")]
    digest = blake2b(repr((SCHEMA_VERSION, values)).encode(), digest_size=12)
    return replace(passage, fingerprint=digest.hexdigest())
