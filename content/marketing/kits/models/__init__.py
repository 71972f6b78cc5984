"""Sales kits, the links by which customers get something of them, and the collections of dealerships."""

from content.marketing.kits.models.collection import Collection, CollectionItem
from content.marketing.kits.models.kit import KitAsset, SalesKit
from content.marketing.kits.models.share import LinkDay, ShareItem, ShareLink

__all__ = ["Collection", "CollectionItem", "KitAsset", "LinkDay", "SalesKit", "ShareItem", "ShareLink"]
