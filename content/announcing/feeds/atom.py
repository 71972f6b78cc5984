"""A page of a feed as XML: RFC 4287, with the links of a paged feed of RFC 5005. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from content.announcing.feeds.entries import Entry

NAMESPACE = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(
    *,
    feed_id: str,
    title: str,
    updated: datetime,
    links: Mapping[str, str],
    base_url: str,
    entries: Iterable[tuple[Entry, str]],
) -> bytes:
    """The document. `links` by their relation ("self", "next"...); each entry with its heading; `updated` is aware."""
    root = Element("feed", xmlns=NAMESPACE)
    _text(root, "id", feed_id)
    _text(root, "title", title)
    _text(root, "updated", _instant(updated))
    for relation, address in links.items():
        SubElement(root, "link", rel=relation, href=address)
    for entry, heading in entries:
        _entry(root, entry, heading, base_url)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")


def _entry(root: Element, entry: Entry, heading: str, base_url: str) -> None:
    one = SubElement(root, "entry")
    _text(one, "id", entry.id.urn)
    _text(one, "title", heading)
    _text(one, "updated", _instant(entry.updated))
    _text(SubElement(one, "author"), "name", entry.department)
    SubElement(one, "category", term=entry.category, label=entry.category_name)
    SubElement(one, "link", rel="alternate", type="text/html", href=f"{base_url}{entry.path}", hreflang=entry.language)
    if entry.summary:
        _text(one, "summary", entry.summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
