"""Passages for the search contract: a builder with quiet defaults."""

from __future__ import annotations

from dataclasses import fields
from math import ceil
from typing import TYPE_CHECKING, Any

from search.schema import FOREVER, Passage

if TYPE_CHECKING:
    from portal.network.api import Visibility

EVERYONE = ("*",)


def passage(publication: int = 1, page: int = 1, body: str = "", **values: Any) -> Passage:
    """Page `page` of manual `publication`; any field may be named."""
    known: dict[str, Any] = {
        "id": f"edition:{publication}:p:{page}",
        "kind": "manual",
        "publication": f"manual:{publication}",
        "publication_id": publication,
        "edition_id": publication,
        "title": f"Workshop manual {publication}",
        "document_number": f"WM-{publication:04d}",
        "edition_label": "1",
        "number": page,
        "label": str(page),
        "heading": (),
        "body": body,
        "identifiers": (),
        "language": "en",
        "brands": (),
        "models": (),
        "years": (),
        "markets": (),
        "effective_from": 0,
    }
    known |= {field.name: EVERYONE for field in fields(Passage) if field.name.startswith("audience_")}
    return Passage(**(known | values))


def indexed_fields(visibility: Visibility) -> dict[str, object]:
    """What the index holds of these facts about who may see a thing."""
    # Here, because processes that tests start build passages without Django.
    from portal.network.api import tokens
    from portal.network.audience import DIMENSIONS

    held: dict[str, object] = {f"audience_{name}": tokens(getattr(visibility, name)) for name in DIMENSIONS}
    start, end = visibility.effective_from, visibility.expires_at
    held["effective_from"] = ceil(start.timestamp()) if start else 0
    held["expires_at"] = ceil(end.timestamp()) if end else FOREVER
    return held
