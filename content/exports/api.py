"""The door of exports: tables that people take away."""

from content.exports.giving import AT_ONCE_ROWS, ask, give
from content.exports.models import Export, Format
from content.exports.signals import export_ready
from content.exports.tables import Opened, grounds_of, register_table
from content.exports.writing import CONTENT_TYPES, still_theirs

__all__ = [
    "AT_ONCE_ROWS",
    "CONTENT_TYPES",
    "Export",
    "Format",
    "Opened",
    "ask",
    "export_ready",
    "give",
    "grounds_of",
    "register_table",
    "still_theirs",
]
