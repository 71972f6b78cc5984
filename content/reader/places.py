"""From what a person knows of a page (its printed label, its place in an older edition) to its number."""

from __future__ import annotations

import re
import unicodedata

from content.library.models import Edition
from content.reader.outline import same_place, sections

_AROUND = re.compile(r"^(?:pages?|p\.?|pp\.?|第)\s*|\s*页$", re.IGNORECASE)


def number_of(*, edition: Edition, wanted: str) -> int | None:
    """The page whose printed label is `wanted` ("3-12", "iv", "p. 7", "第7页"), else the physical page of that number
    ("#12" means only that). None if there is no such page. One statement."""
    plain = unicodedata.normalize("NFKC", wanted).strip()
    physical = plain.startswith("#")
    label = _AROUND.sub("", plain.lstrip("#").strip())
    if not label.isprintable() or not 0 < len(label) <= 40:
        return None
    if not physical:
        labelled = edition.pages.filter(label__iexact=label).order_by("number").values_list("number", flat=True)
        if (number := labelled.first()) is not None:
            return number
    if label.isdecimal() and 1 <= int(label) <= edition.page_count:
        return int(label)
    return None


def place_in(*, successor: Edition, old: Edition, number: int) -> int:
    """The page of `successor` that stands for page `number` of `old`: same section, else same printed label, else
    same number, else the last."""
    by_section = same_place(
        number,
        old=sections(old.outline, page_count=old.page_count),
        new=sections(successor.outline, page_count=successor.page_count),
    )
    if by_section is not None and 1 <= by_section <= successor.page_count:
        return by_section
    label = old.pages.filter(number=number).values_list("label", flat=True).first()
    if label:
        found = successor.pages.filter(label=label).order_by("number").values_list("number", flat=True).first()
        if found is not None:
            return found
    return max(1, min(number, successor.page_count))
