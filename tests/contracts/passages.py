"""Passages for the search contract: a builder with quiet defaults."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from search.schema import Passage

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
