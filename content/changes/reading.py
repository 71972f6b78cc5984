"""What a viewer may know of changes: both editions must be theirs to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.changes.models import Comparison
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.api import Viewer

MOST_EDITIONS = 100
"""Offered to choose from."""


@dataclass(frozen=True, slots=True)
class OpenComparison:
    """Two editions of a publication that a viewer may read, the older first, and what is known of their difference:
    None if nobody has asked yet."""

    manual: Manual
    older: Edition
    newer: Edition
    comparison: Comparison | None

    @property
    def is_ready(self) -> bool:
        return self.comparison is not None and self.comparison.state == Comparison.State.READY


def open_comparison(*, viewer: Viewer, manual_id: int, one_id: int, other_id: int) -> OpenComparison:
    """Two editions of a publication, in whichever order they are named. Raises NotVisible, also for one and the same.
    At most seven statements."""
    if one_id == other_id:
        raise library.NotVisible
    opened = [library.open_edition(viewer=viewer, manual_id=manual_id, edition_id=pk) for pk in (one_id, other_id)]
    older, newer = sorted((one.edition for one in opened), key=lambda edition: (edition.effective_from, edition.pk))
    comparison = Comparison.objects.filter(older=older, newer=newer).first()
    return OpenComparison(manual=opened[0].manual, older=older, newer=newer, comparison=comparison)


def readable_editions(*, viewer: Viewer, manual_id: int) -> list[Edition]:
    """The editions of a publication that a viewer may read, newest first. One statement."""
    editions = Edition.objects.readable_by(viewer).filter(manual_id=manual_id).defer("outline")
    return list(editions.order_by("-effective_from", "-pk")[:MOST_EDITIONS])


def usual_pair(editions: Sequence[Edition], *, viewer: Viewer) -> tuple[Edition, Edition] | None:
    """What most people ask for: the edition in force (the newest if none is) and the one before it. `editions` are
    those that the viewer may read, newest first."""
    in_force = (edition for edition in editions if edition.is_in_force(at=viewer.at))
    return with_predecessor(editions, next(in_force, editions[0]))


def with_predecessor(editions: Sequence[Edition], newer: Edition) -> tuple[Edition, Edition] | None:
    """The edition before `newer` among `editions`, newest first, and itself; None if it is the first."""
    place = editions.index(newer) + 1
    return (editions[place], newer) if place < len(editions) else None
