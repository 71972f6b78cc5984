"""Celery tasks of the dashboards."""

from __future__ import annotations

from celery import shared_task

from training.dashboards.rollups import refreshing


@shared_task(ignore_result=True)
def work_off_touched() -> int:
    """Let the sums follow what has changed."""
    return refreshing.work_off_touched()


@shared_task(ignore_result=True)
def repair_sums() -> None:
    """All sums anew: several times a day, so that what becomes overdue at midnight is seen in the morning."""
    refreshing.repair()
