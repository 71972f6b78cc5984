"""The door of the reader."""

from content.reader.finding import FinderUnavailable, Found, set_finder
from content.reader.history import RecentReading, recent
from content.reader.marking import mark
from content.reader.presenting import page_url, page_urls, permanent_url

__all__ = [
    "FinderUnavailable",
    "Found",
    "RecentReading",
    "mark",
    "page_url",
    "page_urls",
    "permanent_url",
    "recent",
    "set_finder",
]
