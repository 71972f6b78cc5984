"""Which edition replaces which.

The editions of a manual that are ready and not withdrawn form one line, ordered by the instant at which they take
effect. Each is superseded by the next, at the next one's instant. An edition that failed or is still being read is
not in the line, so the one before it stays in force.
"""

from __future__ import annotations

from django.db import transaction

from content.library.models import Edition, Manual
from content.library.signals import publication_changed
from content.library.succession import restand
from portal.core import events


def relink(*, manual_id: int) -> None:
    """Make the supersession fields of a manual's editions true, and tell who listens. Safe to run at any time."""
    with transaction.atomic():
        # The lock makes two editions that become ready at once take their places one after the other.
        Manual.objects.select_for_update().filter(pk=manual_id).values_list("pk", flat=True).first()
        line = list(
            Edition.objects.filter(manual_id=manual_id, state=Edition.State.READY, withdrawn_at__isnull=True).order_by(
                "effective_from", "pk"
            )
        )
        successors: list[Edition | None] = [*line[1:], None][: len(line)]
        changed = []
        for edition, successor in zip(line, successors, strict=True):
            at = successor.effective_from if successor else None
            if edition.superseded_by_id != (successor and successor.pk) or edition.superseded_at != at:
                edition.superseded_by = successor
                edition.superseded_at = at
                changed.append(edition)
        Edition.objects.bulk_update(changed, ["superseded_by", "superseded_at"])
        for edition in changed:
            facts: dict[str, object] = {
                "by": edition.superseded_by_id,
                "at": edition.superseded_at and edition.superseded_at.isoformat(),
            }
            events.record(verb="edition.superseded", subject=f"edition:{edition.pk}", actor=None, data=facts)
        # Its first edition may be what takes the place of another publication, or its last one gone gives it back.
        restand(manual_ids=[manual_id])
        publication_changed.send(sender=Manual, manual_id=manual_id)
