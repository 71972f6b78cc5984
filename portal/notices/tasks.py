"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from portal.notices import owing


@shared_task(name="portal.notices.tasks.prepare", soft_time_limit=280, time_limit=300, ignore_result=True)
def prepare() -> None:
    owing.owe_mails()
