"""What a viewer may find: the filter that the index gets, and the check that the database makes afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from content.library.models import Edition
from portal.core.filters import AllOf, Filter, Range
from portal.network.api import Viewer, filters

SHOWN = (
    *("label", "state", "effective_from", "superseded_at", "withdrawn_at"),
    *("manual__title", "manual__category", "manual__document_number"),
)
"""What an answer says of an edition. A page has four times as many columns, and all would be read for each hit."""


def access_filter(*, viewer: Viewer, superseded: bool = False) -> Filter:
    """The visibility rule as a filter on passages; in force only, unless `superseded` editions are asked for."""
    rule = filters(viewer=viewer)
    if superseded:
        return rule
    return AllOf((rule, Range("superseded_at", gt=int(viewer.at.timestamp()))))


def confirmed(*, viewer: Viewer, edition_ids: Iterable[int], superseded: bool = False) -> dict[int, Edition]:
    """The editions among `edition_ids` that the database lets `viewer` see, with their manuals. One statement.

    The index may be seconds old; nothing of an edition that is not in the answer may leave the server.
    """
    editions = Edition.objects.readable_by(viewer)
    if not superseded:
        editions = editions.in_force(at=viewer.at)
    editions = editions.filter(pk__in=set(edition_ids)).select_related("manual").only(*SHOWN)
    return {edition.pk: edition for edition in editions}
