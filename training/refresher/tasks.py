"""Celery tasks of the refresher."""

from __future__ import annotations

from celery import shared_task

from training.refresher import weekly


@shared_task(ignore_result=True)
def announce() -> int:
    """Tell people that their quiz is ready, on their day. Nobody is told twice in a week."""
    return weekly.announce()
