"""Keeping what was so of editions, so that what was in force on a past day can be said although a publication was
unpublished, withdrawn or released anew since. `publication_changed` is sent for whatever these facts are made of."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from content.library.models import Edition, EditionRecord
from content.library.models.record import FACTS
from content.library.signals import publication_changed

MOST_ROUNDS = 5


@receiver(publication_changed)
def _changed(*, manual_id: int, **_kwargs: Any) -> None:
    note(manual_id=manual_id)


def note(*, manual_id: int) -> None:
    """Keep what is so now of a publication's editions, where it differs from what was kept last. Two statements when
    nothing does. Safe to run at any time: of two that change one edition, the second looks again."""
    with transaction.atomic():
        for _round in range(MOST_ROUNDS):
            if _noted(manual_id):
                return


def _noted(manual_id: int) -> bool:
    """Returns False if somebody else kept something meanwhile."""
    ready = Edition.objects.filter(manual=manual_id, state=Edition.State.READY).order_by("pk")
    rows = ready.values_list("pk", *FACTS.values())
    found = {pk: dict(zip(FACTS, facts, strict=True)) for pk, *facts in rows}
    kept = {row.edition_id: row for row in EditionRecord.objects.filter(edition__manual=manual_id, until__isnull=True)}
    changed = {pk: facts for pk, facts in found.items() if pk not in kept or _facts_of(kept[pk]) != facts}
    if not changed:
        return True
    now = timezone.now()
    ended = [kept[pk].pk for pk in changed if pk in kept]
    if ended and EditionRecord.objects.filter(pk__in=ended, until__isnull=True).update(until=now) != len(ended):
        return False
    EditionRecord.objects.bulk_create(
        [EditionRecord(edition_id=pk, since=now, **facts) for pk, facts in changed.items()], ignore_conflicts=True
    )
    return True


def _facts_of(row: EditionRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FACTS}
