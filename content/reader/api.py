"""The door of the reader."""

from content.reader.finding import FinderUnavailable, Found, set_finder
from content.reader.history import RecentReading, recent
from content.reader.marking import mark
from content.reader.presenting import may_print, page_url, page_urls, permanent_url
from content.reader.shelf import Narrowing, choices, manuals

__all__ = [
    "FinderUnavailable",
    "Found",
    "Narrowing",
    "RecentReading",
    "choices",
    "manuals",
    "mark",
    "may_print",
    "page_url",
    "page_urls",
    "permanent_url",
    "recent",
    "set_finder",
]
