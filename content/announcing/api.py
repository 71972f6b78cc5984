"""The door of announcing."""

from content.announcing.announcing import announce, register_announced
from content.announcing.feeds.sources import register_pages
from content.announcing.finding import in_force_keys

__all__ = [
    "announce",
    "in_force_keys",
    "register_announced",
    "register_pages",
]
