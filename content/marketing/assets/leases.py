"""Holding a piece of work while doing it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, TypeVar, cast

import structlog
from django.conf import settings
from django.db import Error, models
from django.utils import timezone

from content.marketing.assets.models import Leased
from portal.core import leases

Row = TypeVar("Row", bound=Leased)

log = structlog.get_logger(__name__)
RENEWAL_FAILED = "assets.lease_renewal_failed"
MOST_ATTEMPTS = 3
"""Of what may be the machine's fault."""
MOST_DEATHS = 5
"""So many workers may vanish over one file before the file is blamed."""


def take(model: type[Row], *, pk: int, related: tuple[str, ...]) -> Row | None:
    """Take the piece if it is free; None if it is done, held or gone."""
    free = model.objects.free().filter(pk=pk)
    span = timezone.now() + timedelta(seconds=settings.INGEST_LEASE_SECONDS)
    taken = free.update(state=Leased.State.WORKING, leased_until=span, attempts=models.F("attempts") + 1)
    found: Any = model._default_manager.select_related(*related).filter(pk=pk).first() if taken else None
    return cast(Row | None, found)


def give_back(row: Leased) -> None:
    """Free it at once: the worker lives, but something that it needs is away."""
    mine = type(row)._default_manager.filter(pk=row.pk, state=Leased.State.WORKING)
    mine.update(state=Leased.State.WAITING, leased_until=None, attempts=max(0, row.attempts - 1))


def again(row: Leased) -> None:
    """Free it for another try."""
    mine = type(row)._default_manager.filter(pk=row.pk, state=Leased.State.WORKING)
    mine.update(state=Leased.State.WAITING, leased_until=None, queued_at=timezone.now())


def still_wanted(row: Leased) -> bool:
    """Whether it is still to be done, asked inside the transaction that would do it: a worker that was taken for dead
    and the one that took over wait for each other here, and the second finds it done."""
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    states = list(rows.values_list("state", flat=True))
    return bool(states) and states[0] in (Leased.State.WAITING, Leased.State.WORKING)


def renewed(row: Leased) -> AbstractContextManager[None]:
    """Keep the lease from running out while the work is done. Short work never touches the database for it."""

    def lost(error: Error) -> None:
        # The lease runs out and another worker takes it; both write the same files.
        log.warning(RENEWAL_FAILED, row=row.pk, error=type(error).__name__)

    held = type(row)._default_manager.filter(pk=row.pk, state=Leased.State.WORKING)
    return leases.renewed(held, seconds=settings.INGEST_LEASE_SECONDS, lost=lost)
