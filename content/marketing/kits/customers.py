"""What of a kit or a collection may go to a customer: what its authors marked, and what may be handed on.

Dealers' own things never do: talking points, publications, internal rows of a table, sections for dealers only.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.marketing.assets.api import Asset
from content.marketing.kits.models import KitAsset
from content.marketing.kits.outline import LinkEntry, Table
from content.marketing.kits.reading import OpenKit, ShownItem, kits_visible
from portal.network.api import Viewer


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a salesperson can give to a customer. `key` names it within its source."""

    key: str
    title: str
    asset: Asset | None = None
    caption: str = ""
    table: Table | None = None
    link: LinkEntry | None = None

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


def may_be_given(asset: Asset) -> bool:
    """Whether the rights in it allow handing it on: a licence for non-commercial use does not. Give it with its
    licence."""
    return asset.licence is None or asset.licence.commercial


def offers_of_kit(kit: OpenKit) -> list[Offer]:
    """What of a kit may go to a customer, each once, in order. No statement."""
    found: dict[str, Offer] = {}
    for section in kit.sections:
        if section.dealers_only:
            continue
        for item in section.items:
            for offer in _of_item(item):
                found.setdefault(offer.key, offer)
    return list(found.values())


def _of_item(item: ShownItem) -> list[Offer]:
    offers = [
        Offer(asset_key(one.asset), one.asset.own_title, asset=one.asset, caption=one.caption)
        for one in item.assets
        if one.for_customers and may_be_given(one.asset)
    ]
    offers += [Offer(f"link:{one.id}", one.title, link=one) for one in item.links if one.for_customers and one.id]
    if item.table and item.table.for_customers and item.id:
        table = item.table.for_a_customer()
        if table.rows:
            offers.append(Offer(f"table:{item.id}", table.title, table=table))
    return offers


def asset_key(asset: Asset) -> str:
    """What names an asset among the things for customers."""
    return f"asset:{asset.pk}"


def offers_of_assets(assets: list[Asset], *, viewer: Viewer) -> list[Offer]:
    """Those of these, which the viewer may see, that some kit which they see too marks as for customers. One
    statement."""
    marked = KitAsset.objects.filter(
        for_customers=True, asset__in=[asset.pk for asset in assets], kit__in=kits_visible(viewer=viewer)
    )
    given = set(marked.values_list("asset", flat=True))
    return [
        Offer(asset_key(asset), asset.own_title, asset=asset)
        for asset in assets
        if asset.pk in given and may_be_given(asset)
    ]
