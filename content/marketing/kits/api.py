"""The door of sales kits.

Reading: `kits_visible`, `open_kit`, `searchable_text`. Light table: `collections_visible`, `add` (and the template
`kits/_collect.html` with `kind` and `id`). Links for customers: `share`, `revoke`, `open_share`. The first page of
marketing: `register_part`. Signal: `kit_changed`.
"""

from content.marketing.kits.collections import add, begin, collections_visible
from content.marketing.kits.front import register_part
from content.marketing.kits.models import Collection, KitAsset, LinkDay, SalesKit, ShareLink
from content.marketing.kits.reading import OpenKit, kits_visible, open_kit
from content.marketing.kits.searching import searchable_text
from content.marketing.kits.sharing import NotShared, ShareRefused, links_visible, open_share, revoke, share
from content.marketing.kits.signals import kit_changed

__all__ = [
    "Collection",
    "KitAsset",
    "LinkDay",
    "NotShared",
    "OpenKit",
    "SalesKit",
    "ShareLink",
    "ShareRefused",
    "add",
    "begin",
    "collections_visible",
    "kit_changed",
    "kits_visible",
    "links_visible",
    "open_kit",
    "open_share",
    "register_part",
    "revoke",
    "searchable_text",
    "share",
]
