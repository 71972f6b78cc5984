"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.insight import summing


@shared_task(name="content.insight.tasks.follow", ignore_result=True)
def follow() -> int:
    """Let the sums follow the last days."""
    return summing.follow()


@shared_task(name="content.insight.tasks.repair", ignore_result=True)
def repair() -> None:
    """All sums anew."""
    summing.repair()
