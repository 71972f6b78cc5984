"""Side effects that must not be lost: rows written with the change, delivered after commit, retried until confirmed.

A handler is registered by kind and must be idempotent: it may run again after it succeeded and before that was
noted. Entries that wait with the same kind and key are one; a change made while its entry is being delivered
writes a new one, so the last state always follows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from portal.core.dispatch import send_after_commit
from portal.core.models import OutboxEntry

log = structlog.get_logger(__name__)
DELIVERY_FAILED = "outbox.delivery_failed"

Handler = Callable[[str, dict[str, object]], None]
ManyHandler = Callable[[Sequence[str]], None]
_handlers: dict[str, Handler] = {}
_together: dict[str, tuple[ManyHandler, int]] = {}
_longest_waits: dict[str, int] = {}

KEEP_CONFIRMED = timedelta(days=7)
LATE_AFTER = timedelta(minutes=2)
"""An operator is shown what has waited longer than this."""


def register(*, kind: str, handler: Handler, longest_wait: int | None = None) -> None:
    """Name the function that delivers entries of `kind`; called as handler(key, payload). `longest_wait` is the longest
    pause in seconds between two tries, for a kind of which thousands may wait for one server."""
    _handlers[kind] = handler
    if longest_wait is not None:
        _longest_waits[kind] = longest_wait


def register_together(*, kind: str, handler: ManyHandler, most: int) -> None:
    """The same for a kind without payload of which many cost little more than one: handler(keys) delivers an entry and,
    of those that wait, the oldest with it, up to `most`. What failed once is delivered alone from then on."""
    _together[kind] = (handler, most)


def enqueue(*, kind: str, key: str, payload: dict[str, object] | None = None) -> None:
    """Owe a side effect. Call it inside the transaction that makes the change."""
    enqueue_many(kind=kind, items=[(key, payload or {})])


def enqueue_many(*, kind: str, items: list[tuple[str, dict[str, object]]]) -> None:
    """Owe one side effect per (key, payload). A key that already waits is not doubled."""
    keys = [key for key, _ in items]
    OutboxEntry.objects.bulk_create(
        [OutboxEntry(kind=kind, key=key, payload=payload) for key, payload in items], ignore_conflicts=True
    )
    waiting = OutboxEntry.objects.filter(kind=kind, key__in=keys, status=OutboxEntry.Status.PENDING)
    for pk in waiting.values_list("pk", flat=True):
        send_after_commit("portal.core.tasks.deliver", pk)


def deliver(*, entry_id: int) -> int:
    """Deliver one entry now if it waits and is due, with those that it takes along. Returns how many were confirmed.
    Never raises for a handler's error: that is noted on the entry, which becomes due again after a growing pause."""
    entries = _claim(entry_id)
    if not entries:
        return 0
    entry = entries[0]
    try:
        if entry.kind in _together:
            _together[entry.kind][0]([one.key for one in entries])
        else:
            _handlers[entry.kind](entry.key, entry.payload)
    except Exception as error:  # noqa: BLE001  (the process edge of every handler)
        log.warning(DELIVERY_FAILED, kind=entry.kind, attempts=entry.attempts, error=type(error).__name__)
        for one in entries:
            _give_back(one, error=f"{type(error).__name__}: {error}"[:300])
        return 0
    OutboxEntry.objects.filter(pk__in=[one.pk for one in entries]).update(
        status=OutboxEntry.Status.CONFIRMED, confirmed_at=timezone.now(), last_error=""
    )
    return len(entries)


@transaction.atomic
def _claim(entry_id: int) -> list[OutboxEntry]:
    """The entry, if it waits and is due, and those that it takes along: this delivery's, and nobody else's."""
    now = timezone.now()
    waiting = OutboxEntry.objects.filter(status=OutboxEntry.Status.PENDING, available_at__lte=now)
    mine = {"status": OutboxEntry.Status.SENDING, "claimed_at": now, "attempts": models.F("attempts") + 1}
    if not waiting.filter(pk=entry_id).update(**mine):
        return []
    entry = OutboxEntry.objects.get(pk=entry_id)
    if entry.kind not in _together or entry.attempts > 1:
        return [entry]
    others = waiting.filter(kind=entry.kind, attempts=0).order_by("available_at", "pk")
    skips = connection.features.has_select_for_update_skip_locked
    others = others.select_for_update(skip_locked=skips)[: _together[entry.kind][1] - 1]
    along = list(others.values_list("pk", flat=True))
    OutboxEntry.objects.filter(pk__in=along).update(**mine)
    return [entry, *OutboxEntry.objects.filter(pk__in=along).order_by("pk")]


def _give_back(entry: OutboxEntry, *, error: str) -> None:
    wait = min(2 ** min(entry.attempts, 20), _longest_waits.get(entry.kind, settings.OUTBOX_LONGEST_WAIT_SECONDS))
    entry.status = OutboxEntry.Status.PENDING
    entry.last_error = error
    entry.available_at = timezone.now() + timedelta(seconds=wait)
    try:
        with transaction.atomic():
            entry.save(update_fields=["status", "last_error", "available_at"])
    except IntegrityError:
        # A newer entry of the same key waits already and will carry the newer state.
        OutboxEntry.objects.filter(pk=entry.pk).delete()


def sweep() -> int:
    """Find what is due or was stranded by a dead worker and queue it. Returns how many. Drops old confirmed rows.

    What was queued since it is due, less than OUTBOX_RESEND_SECONDS ago, is not queued again: where the workers are
    behind, each sweep would make the queue longer by all that waits in it.
    """
    now = timezone.now()
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    for entry in OutboxEntry.objects.filter(status=OutboxEntry.Status.SENDING, claimed_at__lt=now - lease):
        _give_back(entry, error="The worker that delivered this stopped.")
    OutboxEntry.objects.filter(status=OutboxEntry.Status.CONFIRMED, confirmed_at__lt=now - KEEP_CONFIRMED).delete()
    unheard = now - timedelta(seconds=settings.OUTBOX_RESEND_SECONDS)
    waiting = OutboxEntry.objects.filter(status=OutboxEntry.Status.PENDING, available_at__lte=now)
    waiting = waiting.filter(models.Q(queued_at__lt=models.F("available_at")) | models.Q(queued_at__lt=unheard))
    due = list(waiting.order_by("available_at").values_list("pk", flat=True)[:1000])
    OutboxEntry.objects.filter(pk__in=due).update(queued_at=now)
    for pk in due:
        send_after_commit("portal.core.tasks.deliver", pk)
    return len(due)


def work_off(*, seconds: float) -> int:
    """Deliver here what is due, and what that makes due, for at most so long. Returns how many were confirmed.

    For a process that runs without workers. What fails waits for its next time as always.
    """
    end = time.monotonic() + seconds
    confirmed = 0
    while time.monotonic() < end:
        due = OutboxEntry.objects.filter(status=OutboxEntry.Status.PENDING, available_at__lte=timezone.now())
        entry = due.order_by("available_at").values_list("pk", flat=True).first()
        if entry is None:
            break
        confirmed += deliver(entry_id=entry)
    return confirmed


def waits(*, kind: str, key_prefix: str) -> bool:
    """Whether an entry of `kind` with such a key is still to be taken up. One that is being delivered does not wait."""
    waiting = OutboxEntry.objects.filter(kind=kind, key__startswith=key_prefix, status=OutboxEntry.Status.PENDING)
    return waiting.exists()


def late() -> models.QuerySet[OutboxEntry]:
    """Entries that have waited longer than `LATE_AFTER`, oldest first: what an operator should look at."""
    return (
        OutboxEntry.objects.exclude(status=OutboxEntry.Status.CONFIRMED)
        .filter(created_at__lt=timezone.now() - LATE_AFTER)
        .order_by("created_at")
    )
