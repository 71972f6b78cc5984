"""The text of a bulletin as a plain value: all that is printed and shown of it, with nothing left to look up.

    {"title", "category", "document_number", "language", "description", "department", "applies_to": [lines],
     "body": [{"type", ...}], "files": [{"kind", "name", "title", "sha256", "content_type", "size", "width", "height"}]}

Blocks name files by their place in "files". Rich texts are clean HTML. What is kept with an edition is this value, so
that a later change of the page, of a picture or of a linked page changes nothing that was issued.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import nh3
from wagtail.rich_text import expand_db_html

from content.bulletins.models.file import BulletinFile

if TYPE_CHECKING:
    from content.bulletins.models import Bulletin
    from content.library.models import Applicability

_TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
_SCHEMES = {"http", "https", "mailto", "tel"}
PART = ("number", "description", "quantity", "replaces")
FILE_FACTS = ("kind", "name", "title", "sha256", "content_type", "size", "width", "height")

Document = dict[str, Any]


def written(bulletin: Bulletin) -> Document:
    """The bulletin as it is edited now. A file that is not there is left out."""
    raw = [(one["type"], one["value"]) for one in bulletin.body.get_prep_value()]
    wanted = list(dict.fromkeys(pk for kind, value in raw for pk in _files_in(kind, value)))
    found = BulletinFile.objects.in_bulk(wanted)
    files = [found[pk] for pk in wanted if pk in found]
    places = {file.pk: at for at, file in enumerate(files)}
    return {
        "title": bulletin.title,
        "category": bulletin.category,
        "document_number": bulletin.document_number,
        "language": bulletin.language,
        "description": bulletin.description,
        "department": bulletin.department.name,
        "applies_to": list(applies_to(bulletin.applicability.all())),
        "body": [{"type": kind, **_block(kind, value, places)} for kind, value in raw],
        "files": [{name: getattr(file, name) for name in FILE_FACTS} for file in files],
    }


def digest_of(document: Document) -> str:
    """SHA-256 in hex: two that a reader cannot tell apart have the same."""
    return sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def applies_to(rows: Iterable[Applicability]) -> Iterator[str]:
    """The vehicles as lines: "Velmora Lodan E, 75 kWh 2024–2026 (CN), VIN VMA1E 000100–000850"."""
    for row in rows:
        variant = f", {row.variant.name}" if row.variant else ""
        years = f" {row.year_from or ''}–{row.year_to or ''}" if row.year_from or row.year_to else ""
        market = f" ({row.market})" if row.market else ""
        numbers = f", VIN {row.vin_range}" if row.vin_range else ""
        yield f"{row.model or row.brand}{variant}{years}{market}{numbers}"


def _files_in(kind: str, value: Any) -> Iterator[int]:
    match kind:
        case "picture":
            named = [value.get("file")]
        case "film":
            named = [value.get("file"), value.get("captions")]
        case "steps":
            named = [step.get("picture") for step in _rows(value, "steps")]
        case "attachments":
            named = _rows(value, "files")
        case _:
            named = []
    yield from (pk for pk in named if pk)


def _rows(value: Document, name: str) -> list[Any]:
    """The values of a list as the editor keeps it: each beside an id of its own."""
    return [
        one["value"] if isinstance(one, dict) and one.get("type") == "item" else one for one in value.get(name) or []
    ]


def _block(kind: str, value: Any, places: dict[int, int]) -> Document:
    if kind in ("symptom", "cause", "remedy"):
        return {"text": clean(value)}
    heading = {"heading": value.get("heading", "")}
    match kind:
        case "text":
            return {**heading, "text": clean(value["text"])}
        case "alert":
            return {"level": value["level"], "text": clean(value["text"])}
        case "picture":
            return {"alt": value["alt"], "caption": value.get("caption", ""), "file": places.get(value["file"])}
        case "film":
            named = {"file": places.get(value["file"]), "captions": places.get(value.get("captions") or 0)}
            return {"caption": value["caption"], **named}
        case "steps":
            return {**heading, "steps": [_step(step, places) for step in _rows(value, "steps")]}
        case "parts":
            return {**heading, "rows": [_cells(row, PART) for row in _rows(value, "rows")]}
        case "labour":
            return {**heading, "rows": [_labour(row) for row in _rows(value, "rows")]}
        case _:
            return {**heading, "files": [places[pk] for pk in _rows(value, "files") if pk in places]}


def _step(step: Document, places: dict[int, int]) -> Document:
    return {"text": clean(step["text"]), "alt": step.get("alt", ""), "file": places.get(step.get("picture") or 0)}


def _cells(row: Document, names: Iterable[str]) -> Document:
    return {name: str(row.get(name) or "") for name in names}


def _labour(row: Document) -> Document:
    """The hours without zeros at the end, whether they come from a form or from the database."""
    return {**_cells(row, ("operation", "code")), "hours": f"{Decimal(str(row['hours'])).normalize():f}"}


def clean(source: str) -> str:
    """A rich text as it is shown: links to pages made addresses, and nothing in it that could run."""
    return nh3.clean(
        expand_db_html(source),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()
