"""Doors for the worker and the scheduler."""

from __future__ import annotations

from celery import shared_task

from portal.webhooks import delivering


@shared_task(name="portal.webhooks.tasks.work", soft_time_limit=100, time_limit=120, ignore_result=True)
def work(endpoint_id: int) -> None:
    delivering.work(endpoint_id=endpoint_id)


@shared_task(name="portal.webhooks.tasks.sweep", soft_time_limit=50, time_limit=60, ignore_result=True)
def sweep() -> None:
    delivering.sweep()


@shared_task(name="portal.webhooks.tasks.forget", soft_time_limit=250, time_limit=300, ignore_result=True)
def forget() -> None:
    delivering.forget()
