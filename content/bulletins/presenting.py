"""A document put together for a template: the reading view, the preview and the print are made of the same blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override, pgettext

from content.bulletins.blocks import ALERTS
from content.bulletins.document import Document
from content.bulletins.models import BulletinFile
from content.library.models import BulletinCategory, Edition

FileAddress = Callable[[int], str]
"""From the place of a file in the document to its address; "" if the reader may not take it."""


@dataclass(frozen=True, slots=True)
class PresentedFile:
    """A file of the text with its address."""

    title: str
    name: str
    size: int
    width: int
    height: int
    url: str


@dataclass(frozen=True, slots=True)
class PresentedBlock:
    """A block of the text. `anchor` is empty where there is no heading; `value` holds what its template shows."""

    template: str
    heading: str
    anchor: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PresentedDocument:
    """A bulletin's text, ready to be shown. `category` and the headings are in its own language."""

    title: str
    category: str
    kind: str
    document_number: str
    language: str
    description: str
    department: str
    applies_to: list[str]
    blocks: list[PresentedBlock]

    @property
    def contents(self) -> list[PresentedBlock]:
        """The blocks that have a heading."""
        return [block for block in self.blocks if block.heading]


def bulletin_url(*, edition: Edition, at: datetime) -> str:
    """The address of the text of a bulletin's edition: the short one while it is in force at `at`, else the permanent
    one."""
    kwargs = {"bulletin_id": edition.manual_id}
    if edition.is_in_force(at=at):
        return reverse("bulletins:bulletin", kwargs=kwargs)
    return reverse("bulletins:edition", kwargs={**kwargs, "edition_id": edition.pk})


def presented(document: Document, *, address: FileAddress) -> PresentedDocument:
    """The document for display, its fixed words in the language of its text. No statement."""
    with override(document["language"]):
        return PresentedDocument(
            title=document["title"],
            category=str(BulletinCategory(document["category"]).label),
            kind=document["category"],
            document_number=document["document_number"],
            language=document["language"],
            description=document["description"],
            department=document["department"],
            applies_to=document["applies_to"],
            blocks=[_block(block, at, document, address) for at, block in enumerate(document["body"], start=1)],
        )


def _block(block: Document, number: int, document: Document, address: FileAddress) -> PresentedBlock:
    kind = block["type"]
    heading = block.get("heading") or _fixed_heading(kind)
    return PresentedBlock(
        template=f"bulletins/blocks/{'text' if kind in _FIXED_TEXTS else kind}.html",
        heading=heading,
        anchor=f"part-{number}" if heading else "",
        value=_value(block, document, address),
    )


_FIXED_TEXTS = ("symptom", "cause", "remedy")


def _fixed_heading(kind: str) -> str:
    return {
        "symptom": gettext("Symptom"),
        "cause": gettext("Cause"),
        "remedy": gettext("Remedy"),
        "parts": gettext("Parts"),
        "labour": pgettext("of a repair", "Labour"),
        "attachments": gettext("Attachments"),
    }.get(kind, "")


def _value(block: Document, document: Document, address: FileAddress) -> dict[str, Any]:
    def file(at: int | None) -> PresentedFile | None:
        return None if at is None else _file(document["files"][at], address(at))

    match block["type"]:
        case "picture":
            return {"picture": file(block["file"]), "alt": block["alt"], "caption": block["caption"]}
        case "film":
            return {"film": file(block["file"]), "captions": file(block["captions"]), "caption": block["caption"]}
        case "steps":
            steps = [{**step, "text": _html(step["text"]), "picture": file(step["file"])} for step in block["steps"]]
            return {"steps": steps}
        case "attachments":
            return {"files": [file(at) for at in block["files"]]}
        case "parts":
            return {"rows": block["rows"], "replaces": any(row["replaces"] for row in block["rows"])}
        case "labour":
            return {"rows": block["rows"]}
        case "alert":
            return {"level": block["level"], "word": str(dict(ALERTS)[block["level"]]), "text": _html(block["text"])}
        case _:
            return {"text": _html(block["text"])}


def _html(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  (made by `document.clean`, and never changed since)


def _file(facts: Document, url: str) -> PresentedFile:
    names = ("title", "name", "size", "width", "height")
    return PresentedFile(**{name: facts[name] for name in names}, url=url)


def pictures_of(document: Document) -> dict[int, Document]:
    """{place: facts} of the pictures among the document's files."""
    return {at: facts for at, facts in enumerate(document["files"]) if facts["kind"] == BulletinFile.Kind.PICTURE}
