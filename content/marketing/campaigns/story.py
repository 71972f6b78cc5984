"""A campaign's story as it is shown: each block with the assets in it that the viewer may see. One that they may not
see leaves nothing behind, neither a gap nor its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from content.marketing.assets.models import Asset
from content.marketing.campaigns.models import Campaign

Assets = QuerySet[Asset]
Seen = Callable[[Iterable[int]], dict[int, Asset]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A block to show: its kind, what was written, and the asset in it if it has one."""

    kind: str
    value: Any
    asset: Asset | None = None
    picture: str = ""


def within(assets: Assets) -> Seen:
    """Looks assets up among these, by their ids. One statement; none for no ids."""

    def seen(ids: Iterable[int]) -> dict[int, Asset]:
        wanted = {one for one in ids if one}
        return assets.in_bulk(wanted) if wanted else {}

    return seen


def shown_at(asset: Asset) -> str:
    """Where dealers see a large picture of it."""
    return reverse("assets:preview", args=[asset.pk])


def told(campaign: Campaign, *, seen: Seen, address: Callable[[Asset], str] = shown_at) -> list[Shown]:
    """The story in its order; `address` says where the picture of an asset is."""
    written = [(block.block_type, block.value) for block in campaign.body]
    assets = seen(_asset_of(value) for _kind, value in written)
    return list(_shown(written, assets, address))


def _shown(
    written: Iterable[tuple[str, Any]], assets: dict[int, Asset], address: Callable[[Asset], str]
) -> Iterator[Shown]:
    for kind, value in written:
        if kind not in ("picture", "film"):
            yield Shown(kind, value)
        elif (asset := assets.get(_asset_of(value))) is not None:
            yield Shown(kind, value, asset, address(asset))


def _asset_of(value: Any) -> int:
    asset = value.get("asset") if hasattr(value, "get") else None
    return asset.pk if asset is not None else 0
