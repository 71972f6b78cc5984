"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.feedback import fixing


@shared_task(name="content.feedback.tasks.follow_editions", ignore_result=True)
def follow_editions() -> int:
    """Tell whose report an edition has fixed that is in force by now."""
    return fixing.follow_editions()
