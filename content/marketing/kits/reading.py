"""What a viewer may see of a sales kit: the only way from a person to a kit and to what is in it.

A section is left out for whom it is not; an asset by the rule of assets, a publication by that of publications. What is
left out leaves no trace: a block without anything is no block, a section whose blocks are all gone is no section.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from content.bulletins.api import clean
from content.library import api as library
from content.library.models import Manual
from content.marketing.assets.api import Asset, assets_visible
from content.marketing.kits.models import SalesKit
from content.marketing.kits.outline import AssetEntry, Item, LinkEntry, Point, Section, Table
from portal.network.api import Viewer, admits


@dataclass(frozen=True, slots=True)
class ShownAsset:
    """An asset as it stands in a kit."""

    asset: Asset
    caption: str
    for_customers: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A block with what the viewer may see of it. Rich texts are clean HTML."""

    kind: str
    id: str
    heading: str
    assets: tuple[ShownAsset, ...] = ()
    publications: tuple[Manual, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    points: tuple[Point, ...] = ()
    table: Table | None = None

    @property
    def template(self) -> str:
        return f"kits/items/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class ShownSection:
    id: str
    heading: str
    intro: str
    dealers_only: bool
    items: tuple[ShownItem, ...]

    @property
    def anchor(self) -> str:
        return f"s-{self.id[:8]}"


@dataclass(frozen=True, slots=True)
class OpenKit:
    """A kit with what a viewer may see of it."""

    kit: SalesKit
    cover: Asset | None
    sections: tuple[ShownSection, ...]

    @property
    def title(self) -> str:
        return str(self.kit.title)

    def shown_assets(self) -> list[Asset]:
        """Each once, in order."""
        found = {one.asset.pk: one.asset for part in self.sections for item in part.items for one in item.assets}
        return list(found.values())

    def shown_publications(self) -> list[Manual]:
        """Each once, in order."""
        found = {one.pk: one for part in self.sections for item in part.items for one in item.publications}
        return list(found.values())


def kits_visible(*, viewer: Viewer) -> QuerySet[SalesKit]:
    """The kits that `viewer` may see, the newest first, without their texts. One statement; the caller pages it."""
    found: QuerySet[SalesKit] = SalesKit.objects.visible_to(viewer).defer("body")
    return found.order_by(F("effective_from").desc(nulls_last=True), "-first_published_at", "-pk")


def open_kit(*, viewer: Viewer, kit_id: int, model_id: int | None = None) -> OpenKit:
    """The kit with what the viewer may see of it; of the sections of one model and of all if it is given. Raises
    NotVisible. Three statements, one more for a kit with publications."""
    kit = SalesKit.objects.visible_to(viewer).select_related("department").filter(pk=kit_id).first()
    if kit is None:
        raise library.NotVisible
    return seen(kit, viewer=viewer, model_id=model_id)


def seen(kit: SalesKit, *, viewer: Viewer, model_id: int | None = None) -> OpenKit:
    """What the viewer may see of a kit that they may open. Two statements, one more for a kit with publications."""
    outline = kit.outline
    wanted = [*outline.asset_ids(), *([kit.cover_id] if kit.cover_id else [])]
    shown = assets_visible(viewer=viewer).filter(pk__in=wanted)
    assets = {one.pk: one for one in shown.select_related("licence").prefetch_related("captions")}
    named = outline.publication_ids()
    found = library.publications_in_force(viewer=viewer).filter(pk__in=named) if named else Manual.objects.none()
    publications = {one.pk: one for one in found}
    sections = (
        _section(one, assets, publications)
        for one in outline.sections
        if admits(one.audience, viewer=viewer) and fits(one, model_id)
    )
    return OpenKit(kit, assets.get(kit.cover_id or 0), tuple(one for one in sections if one is not None))


def fits(section: Section, model_id: int | None) -> bool:
    """Whether the section is about the model. One that names none is about all."""
    return model_id is None or not section.models or model_id in section.models


def _section(section: Section, assets: dict[int, Asset], publications: dict[int, Manual]) -> ShownSection | None:
    items = tuple(shown for item in section.items if (shown := _item(item, assets, publications)) is not None)
    if section.items and not items:
        return None
    return ShownSection(section.id, section.heading, clean(section.intro), section.dealers_only, items)


def _item(item: Item, assets: dict[int, Asset], publications: dict[int, Manual]) -> ShownItem | None:
    shown = ShownItem(
        kind=item.kind,
        id=item.id,
        heading=item.heading,
        assets=tuple(_shown(item.assets, assets)),
        publications=tuple(publications[pk] for pk in item.publications if pk in publications),
        links=item.links,
        points=tuple(Point(one.objection, clean(one.text)) for one in item.points),
        table=item.table,
    )
    return shown if shown.assets or shown.publications or shown.links or shown.points or shown.table else None


def _shown(entries: Iterable[AssetEntry], assets: dict[int, Asset]) -> Iterable[ShownAsset]:
    for entry in entries:
        if entry.asset_id in assets:
            yield ShownAsset(assets[entry.asset_id], entry.caption, entry.for_customers)
