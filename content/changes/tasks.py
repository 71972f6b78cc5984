"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.changes import making


@shared_task(name="content.changes.tasks.make", soft_time_limit=120, time_limit=140)
def make(comparison_id: int) -> None:
    making.make(comparison_id=comparison_id)


@shared_task(name="content.changes.tasks.resume_stalled", soft_time_limit=60, time_limit=90)
def resume_stalled() -> None:
    making.resume()
