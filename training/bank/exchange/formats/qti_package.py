"""QTI files: a package with its manifest, or the XML of items alone. QTI 1.2, 2.1, 2.2 and 3.0."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.formats import qti_one
from training.bank.exchange.formats.archive import Archive
from training.bank.exchange.formats.qti_item import Find, found_in
from training.bank.exchange.formats.qti_tree import normal
from training.bank.exchange.formats.trees import local, tree_of
from training.bank.exchange.formats.wording import Pictures
from training.bank.exchange.values import MOST_QUESTIONS, Contents, FileRefused, Found, Reading

MANIFEST = "imsmanifest.xml"
DIFFICULTIES = ("very easy", "easy", "medium", "difficult", "very difficult")


def read_package(data: bytes, reading: Reading) -> Contents:
    """The items of a package. A part that cannot be read refuses itself, not the package."""
    archive = Archive(data)
    if MANIFEST not in archive:
        raise FileRefused(_("The package has no imsmanifest.xml."))
    pictures = Pictures(reading)
    found: list[Found] = []

    def find(name: str) -> bytes | None:
        return archive.read(name) if name in archive else None

    for href, facts in _resources(tree_of(archive.read(MANIFEST))):
        if len(found) >= MOST_QUESTIONS:
            raise FileRefused(_("The file has more than %(count)s questions.") % {"count": MOST_QUESTIONS})
        if href not in archive:
            found.append(Found(where=href[:120], refusal=_("The manifest names it, but it is not in the package.")))
            continue
        try:
            root = tree_of(archive.read(href))
        except FileRefused as refusal:
            found.append(Found(where=href[:120], refusal=refusal.reason))
            continue
        found += _items(root, href, reading, find, pictures, facts)
    if not found:
        raise FileRefused(_("The package holds no questions."))
    return Contents(tuple(found), pictures.kept)


def read_xml(data: bytes, reading: Reading) -> Contents:
    """Items without a package: their pictures are not there."""
    pictures = Pictures(reading)
    found = list(_items(tree_of(data), "", reading, lambda name: None, pictures, {}))
    if not found:
        raise FileRefused(_("The file holds no questions."))
    return Contents(tuple(found), pictures.kept)


def _resources(manifest: Element) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of each part that may hold items, with what the manifest says about it."""
    for resource in manifest.iter():
        kind = resource.get("type", "").lower()
        if local(resource) != "resource" or "imsqti" not in kind or "_test_" in kind or "outcome" in kind:
            continue
        files = [one.get("href", "") for one in resource if local(one) == "file"]
        href = resource.get("href") or next((name for name in files if name), "")
        if href:
            yield unquote(href), _facts(resource)


def _facts(resource: Element) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    tags = [" ".join("".join(one.itertext()).split()) for one in resource.iter() if local(one) == "keyword"]
    if any(tags):
        facts["tags"] = tuple(tag for tag in tags if tag)
    for one in resource.iter():
        if local(one) == "difficulty":
            words = " ".join("".join(one.itertext()).split()).lower()
            named = [place for place, word in enumerate(DIFFICULTIES, 1) if words.endswith(word)]
            if named:
                facts["difficulty"] = max(named, key=lambda place: len(DIFFICULTIES[place - 1]))
    return facts


def _items(
    root: Element, href: str, reading: Reading, find: Find, pictures: Pictures, facts: dict[str, Any]
) -> Iterator[Found]:
    name = local(root)
    if name in ("assessmentItem", "qti-assessment-item"):
        items = [normal(root)]
    elif name == "questestinterop":
        items = list(qti_one.items(root))
    else:
        return
    for place, item in enumerate(items, 1):
        where = item.get("identifier") or href or _("item %(number)s") % {"number": place}
        yield found_in(
            item,
            where=where[:120],
            language=reading.language,
            find=find,
            folder=dirname(href),
            pictures=pictures,
            facts=facts,
        )
