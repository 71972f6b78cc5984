"""The door of the reader."""

from content.reader.afterwards import afterwards
from content.reader.finding import FinderUnavailable, Found, set_finder
from content.reader.history import RecentReading, recent
from content.reader.marking import mark
from content.reader.presenting import Picture, may_print, page_url, page_urls, permanent_url, picture
from content.reader.shelf import Choice, Narrowing, choices, manuals
from content.reader.textlayer import Box, boxes, words_of

__all__ = [
    "Box",
    "Choice",
    "FinderUnavailable",
    "Found",
    "Narrowing",
    "Picture",
    "RecentReading",
    "afterwards",
    "boxes",
    "choices",
    "manuals",
    "mark",
    "may_print",
    "page_url",
    "page_urls",
    "permanent_url",
    "picture",
    "recent",
    "set_finder",
    "words_of",
]
