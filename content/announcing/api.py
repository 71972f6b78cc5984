"""The door of announcing."""

from content.announcing.announcing import announce, register_announced
from content.announcing.feeds.entries import Entry
from content.announcing.feeds.sources import Source, page_seen_from, register_source
from content.announcing.finding import in_force_keys

__all__ = [
    "Entry",
    "Source",
    "announce",
    "in_force_keys",
    "page_seen_from",
    "register_announced",
    "register_source",
]
