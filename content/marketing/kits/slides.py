"""What is shown in the showroom: a slide for each asset and table that customers may look at. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from content.marketing.assets.api import Asset
from content.marketing.kits.outline import Table
from content.marketing.kits.reading import OpenKit

SHOWN_KINDS = ("picture", "film", "print", "audio")
"""Of assets: what can be looked at. A spreadsheet or a package is no slide."""


@dataclass(frozen=True, slots=True)
class Slide:
    """`kind` is cover, picture, film or table. `section` is the heading under which it stands."""

    kind: str
    section: str
    title: str = ""
    caption: str = ""
    asset: Asset | None = None
    table: Table | None = None


def slides_of(opened: OpenKit) -> list[Slide]:
    """In order. No talking points, publications, links, internal rows, or sections for dealers only."""
    slides = [Slide("cover", "", title=opened.kit.title, asset=opened.cover)]
    for section in opened.sections:
        if section.dealers_only:
            continue
        for item in section.items:
            slides += [
                Slide(
                    "film" if one.asset.kind == "film" else "picture",
                    section.heading,
                    title=one.asset.own_title,
                    caption=one.caption,
                    asset=one.asset,
                )
                for one in item.assets
                if one.asset.has_preview and one.asset.kind in SHOWN_KINDS
            ]
            table = item.table and item.table.for_a_customer()
            if table and table.rows:
                slides.append(Slide("table", section.heading, title=table.title, table=table))
    return slides
