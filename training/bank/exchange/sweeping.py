"""Imports that nobody wanted, that are long done, or that stand still."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.core import dispatch, storage
from training.bank.exchange.models import QuestionImport

State = QuestionImport.State
LIFETIME = timedelta(hours=1)
"""How long an import waits for a person's word."""
KEPT = timedelta(days=30)
"""How long a done import says what it did."""
SILENCE = timedelta(minutes=5)
"""After that long an import that is under way is taken up again."""


def drop(*, batch: QuestionImport) -> None:
    """Forget an import that was not begun."""
    with transaction.atomic():
        locked = QuestionImport.objects.select_for_update().filter(pk=batch.pk).first()
        if locked is None or locked.state == State.APPLYING:
            return
        QuestionImport.objects.filter(pk=batch.pk).delete()
    drop_files(batch)


def drop_files(batch: QuestionImport) -> None:
    """What was kept beside the rows. What cannot be reached stays."""
    with suppress(storage.StorageUnavailable):
        for digest in batch.pictures:
            storage.delete(name=batch.picture_name(digest))
        storage.delete(name=batch.stored_name)


def sweep() -> None:
    """Take up imports that stand still, and forget those that nobody wanted or that are long done."""
    now = timezone.now()
    still = QuestionImport.objects.filter(moved_at__lt=now - SILENCE)
    for state, task in ((State.READING, "read_file"), (State.APPLYING, "do_import")):
        for pk in still.filter(state=state).values_list("pk", flat=True)[:50]:
            dispatch.send_after_commit(f"training.bank.exchange.tasks.{task}", str(pk))
    old = QuestionImport.objects.filter(state__in=[State.READY, State.FAILED], moved_at__lt=now - LIFETIME)
    done = QuestionImport.objects.filter(state=State.DONE, moved_at__lt=now - KEPT)
    for batch in [*old[:100], *done[:100]]:
        drop(batch=batch)
