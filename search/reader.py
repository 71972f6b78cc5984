"""Search inside one manual, for the reader: the engine serves it, and the reader falls back when it is away."""

from __future__ import annotations

from django.utils.safestring import SafeString

from content.reader.api import FinderUnavailable
from portal.network.api import Viewer
from search.answers import find_within
from search.engines.base import SchemaMismatch, SearchUnavailable


def find_for_reader(*, viewer: Viewer, edition_id: int, q: str) -> list[tuple[int, str, str, SafeString]]:
    """As `find_within`; raises FinderUnavailable when the engine does not answer."""
    try:
        return find_within(viewer=viewer, edition_id=edition_id, q=q)
    except (SearchUnavailable, SchemaMismatch) as error:
        raise FinderUnavailable(type(error).__name__) from error
