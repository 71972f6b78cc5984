"""The door of changes: what differs between two editions."""

from content.changes.entries import Entry
from content.changes.making import ask, make, resume
from content.changes.models import Comparison
from content.changes.reading import OpenComparison, open_comparison

__all__ = ["Comparison", "Entry", "OpenComparison", "ask", "make", "open_comparison", "resume"]
