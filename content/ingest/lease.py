"""Holding a block while working on it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import Error, models
from django.utils import timezone

from content.ingest.models import Block
from portal.core import leases

log = structlog.get_logger(__name__)
RENEWAL_FAILED = "ingest.lease_renewal_failed"


def take(*, block_id: int) -> Block | None:
    """Take the block if it is free; None if it is done, held, or its edition is no longer being read."""
    now = timezone.now()
    taken = (
        Block.objects.free()
        .filter(pk=block_id)
        .update(
            state=Block.State.WORKING,
            leased_until=now + _span(),
            started_at=now,
            attempts=models.F("attempts") + 1,
        )
    )
    return Block.objects.select_related("edition").get(pk=block_id) if taken else None


def give_back(*, block: Block) -> None:
    """Free the block at once: the worker lives, but something that it needs is away."""
    Block.objects.filter(pk=block.pk, state=Block.State.WORKING).update(
        state=Block.State.WAITING, leased_until=None, attempts=max(0, block.attempts - 1)
    )


def still_wanted(*, block: Block) -> bool:
    """Whether the block is still to be done, asked inside the transaction that would do it: a worker that was taken
    for dead and the one that took over wait for each other here, and the second finds it done."""
    wanted = Block.objects.unfinished().select_for_update(of=("self",)).filter(pk=block.pk)
    return bool(wanted.values_list("pk", flat=True))


def _span() -> timedelta:
    return timedelta(seconds=settings.INGEST_LEASE_SECONDS)


def renewed(block: Block) -> AbstractContextManager[None]:
    """Keep the lease from running out while the block is worked on. Short blocks never touch the database for it."""

    def lost(error: Error) -> None:
        # The lease runs out and another worker takes the block; both write the same pages.
        log.warning(RENEWAL_FAILED, block=block.pk, error=type(error).__name__)

    held = Block.objects.filter(pk=block.pk, state=Block.State.WORKING)
    return leases.renewed(held, seconds=settings.INGEST_LEASE_SECONDS, lost=lost)
