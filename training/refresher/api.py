"""The door of the refresher.

`due_count` says how many questions a viewer may be asked now, `next_due` when the next falls due.
`for_team` and `for_trainers` are totals by course, for managers and trainers; single answers are nobody's but the
person's own, and no door leads to them.
"""

from __future__ import annotations

from portal.network.api import Viewer
from training.refresher.due import due_cards, next_due
from training.refresher.totals import Total, for_team, for_trainers

__all__ = ["Total", "due_count", "for_team", "for_trainers", "next_due"]


def due_count(*, viewer: Viewer) -> int:
    """How many of the viewer's own cards are due. One statement."""
    return due_cards(viewer=viewer).count()
