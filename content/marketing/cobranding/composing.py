"""A sheet for the press: a template's tree with what was filled in, as text and pictures and never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from content.marketing.cobranding.language.api import DRAWN, FIELD, Field, Kind, parse_markup
from content.marketing.cobranding.models.template import Format
from content.marketing.cobranding.press.sheet import Place, Sheet
from content.marketing.cobranding.stored import stored_name
from portal.core import storage
from portal.core.printing import Picture

VALUE = "value-"
"""How the pictures of fields are called among the files; no file of a template can have such a name."""


def compose(
    *,
    format: Format,
    fields: Iterable[Field],
    texts: Mapping[str, str],
    pictures: Mapping[str, Picture],
    title: str,
) -> tuple[Sheet, dict[str, str]]:
    """The sheet, and the field that stands at each of its places (`data-at`). Raises storage.FileMissing,
    storage.StorageUnavailable."""
    by_name = {field.name: field for field in fields}
    root = parse_markup(format.html)
    root.set("lang", format.language)
    _head(root, title)
    names: dict[str, str] = {}
    places: dict[str, Place] = {}
    for number, element in enumerate(list(root.iter(FIELD))):
        field = by_name[element.get("name", "")]
        at = str(number)
        names[at] = field.name
        element.set("data-at", at)
        element.set("class", f"{element.get('class', '')} is-{field.kind}".strip())
        if field.kind in DRAWN:
            if field.name in pictures:
                SubElement(element, "img", src=f"{VALUE}{field.name}", alt=field.label)
            continue
        places[at] = Place(lines=field.lines if field.kind == Kind.TEXT else None, smallest=field.smallest)
        _write(element, texts.get(field.name, ""))
    files = {**_files(format), **{f"{VALUE}{name}": picture for name, picture in pictures.items()}}
    sheet = Sheet(
        html=f"<!DOCTYPE html>{tostring(root, encoding='unicode', method='html')}",
        css=format.css,
        files=files,
        width_mm=format.width_mm,
        height_mm=format.height_mm,
        bleed_mm=format.bleed_mm,
        pages=format.pages,
        places=places,
    )
    return sheet, names


def _head(root: Element, title: str) -> None:
    head = root.find("head")
    if head is None:
        head = Element("head")
        root.insert(0, head)
    for child in list(head):
        head.remove(child)
    SubElement(head, "title").text = title


def _write(element: Element, text: str) -> None:
    """Nothing at all for no text, so that a style can hide what is `:empty`."""
    if not text:
        return
    span = SubElement(element, "span", {"class": "fit"})
    first, *more = text.split("\n")
    span.text = first
    for line in more:
        SubElement(span, "br").tail = line


def _files(format: Format) -> dict[str, Picture]:
    """The files that the template names, and no others."""
    said = format.html + format.css
    return {
        name: (storage.local_copy(name=stored_name(facts["sha256"])).read_bytes(), facts["content_type"])
        for name, facts in format.files.items()
        if name in said
    }
