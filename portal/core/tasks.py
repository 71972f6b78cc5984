"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from portal.core import outbox, sealing


@shared_task(name="portal.core.tasks.deliver", soft_time_limit=300, time_limit=330)
def deliver(entry_id: int) -> None:
    outbox.deliver(entry_id=entry_id)


@shared_task(name="portal.core.tasks.sweep_outbox", soft_time_limit=60, time_limit=90)
def sweep_outbox() -> None:
    outbox.sweep()


@shared_task(name="portal.core.tasks.seal_events", ignore_result=True)
def seal_events() -> None:
    sealing.seal()
