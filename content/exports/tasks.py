"""Celery tasks of exports."""

from __future__ import annotations

from celery import shared_task

from content.exports import writing


@shared_task(ignore_result=True)
def write(export_id: int) -> None:
    """Write a file that somebody asked for, and say that it is there."""
    try:
        writing.write(export_id=export_id)
    except Exception:
        writing.let_go(export_id=export_id)
        raise


@shared_task(ignore_result=True)
def tend() -> None:
    """Files that were not finished, and files that are old."""
    writing.tend()
