"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.reader import covers


@shared_task(name="content.reader.tasks.draw_cover", soft_time_limit=60, time_limit=90)
def draw_cover(edition_id: int) -> None:
    covers.draw_cover(edition_id=edition_id)
