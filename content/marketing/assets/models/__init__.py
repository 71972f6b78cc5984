"""The rows of assets."""

from content.marketing.assets.models.asset import Asset, AssetBinding, AssetQuerySet
from content.marketing.assets.models.likeness import Likeness, PictureBand
from content.marketing.assets.models.vocabulary import Channel, Keyword, Licence
from content.marketing.assets.models.work import Captions, Leased, Rendition, TermsAgreed, Work

__all__ = [
    "Asset",
    "AssetBinding",
    "AssetQuerySet",
    "Captions",
    "Channel",
    "Keyword",
    "Leased",
    "Licence",
    "Likeness",
    "PictureBand",
    "Rendition",
    "TermsAgreed",
    "Work",
]
