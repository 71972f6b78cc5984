"""What of a kit may be found: what stands in sections that all who see the kit see. Not the captions of assets: who may
not have an asset does not read of it either."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags

from content.bulletins.api import clean
from content.marketing.kits.models import SalesKit
from content.marketing.kits.outline import Item


def searchable_text(kit: SalesKit) -> str:
    """Its words, one block a line. No statement."""
    lines = [kit.summary]
    for section in kit.outline.sections:
        if section.for_everybody:
            lines += [section.heading, _words(section.intro)]
            lines += [line for item in section.items for line in _lines(item)]
    return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


def _lines(item: Item) -> Iterator[str]:
    yield item.heading
    yield from (f"{link.title} {link.note}" for link in item.links)
    for point in item.points:
        yield f"{point.objection} {_words(point.text)}"
    if item.table:
        yield " ".join(column.name for column in item.table.columns)
        yield from (f"{row.feature} {' '.join(row.values)}" for row in item.table.rows)


def _words(text: str) -> str:
    return unescape(strip_tags(clean(text)))
