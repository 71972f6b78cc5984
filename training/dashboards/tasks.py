"""Celery tasks of the dashboards."""

from __future__ import annotations

from celery import shared_task

from training.dashboards import exporting, reporting
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
def write_export(export_id: int) -> None:
    """Write a file that somebody asked for, and say that it is there."""
    exporting.write_export(export_id=export_id, then=reporting.announce)


@shared_task(ignore_result=True)
def tend_exports() -> None:
    """Files that were not finished, and files that are old."""
    exporting.tend()


@shared_task(ignore_result=True)
def make_reports() -> int:
    """The reports of a week or month that has begun."""
    return reporting.make_due()
