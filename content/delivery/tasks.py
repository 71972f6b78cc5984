"""Doors for the scheduler."""

from __future__ import annotations

from celery import shared_task

from content.delivery.uploads import api as uploads


@shared_task(name="content.delivery.tasks.expire_uploads", soft_time_limit=600, time_limit=630)
def expire_uploads() -> None:
    """Remove uploads that nobody finished."""
    uploads.remove_expired()
