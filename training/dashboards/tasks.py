"""Celery tasks of the dashboards."""

from __future__ import annotations

from celery import shared_task

from training.dashboards import reporting
from training.dashboards.rollups import refreshing

MOST_LOTS = 50
"""Of touched rows in one task; what is left is found a minute later."""


@shared_task(ignore_result=True)
def work_off_touched() -> int:
    """Let the sums follow what has changed."""
    done = 0
    for _lot in range(MOST_LOTS):
        lot = refreshing.work_off_touched()
        done += lot
        if not lot:
            break
    return done


@shared_task(ignore_result=True)
def repair_sums() -> None:
    """All sums anew: several times a day, so that what becomes overdue at midnight is seen in the morning."""
    refreshing.repair()


@shared_task(ignore_result=True)
def make_reports() -> int:
    """The reports of a week or month that has begun."""
    return reporting.make_due()
