"""The door of assets."""

from content.marketing.assets.admin.choosers import AssetBlock
from content.marketing.assets.binding import bind, unbind
from content.marketing.assets.giving import (
    ORIGINAL,
    GivenOut,
    NotGivenOut,
    Offer,
    agree,
    channels_of,
    given_out,
    may_take_original,
    offers_of,
    owing_terms,
)
from content.marketing.assets.models import Asset
from content.marketing.assets.reading import assets_visible, open_asset
from content.marketing.assets.rules import visibility, visible
from content.marketing.assets.signals import asset_changed, asset_taken

__all__ = [
    "ORIGINAL",
    "Asset",
    "AssetBlock",
    "GivenOut",
    "NotGivenOut",
    "Offer",
    "agree",
    "asset_changed",
    "asset_taken",
    "assets_visible",
    "bind",
    "channels_of",
    "given_out",
    "may_take_original",
    "offers_of",
    "open_asset",
    "owing_terms",
    "unbind",
    "visibility",
    "visible",
]
