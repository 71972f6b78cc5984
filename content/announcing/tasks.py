"""Doors for the worker and the scheduler."""

from __future__ import annotations

from celery import shared_task

from content.announcing import announcing, finding


@shared_task(name="content.announcing.tasks.find", soft_time_limit=100, time_limit=120, ignore_result=True)
def find(manual_id: int) -> None:
    finding.find(manual_id=manual_id)


@shared_task(name="content.announcing.tasks.tell", soft_time_limit=1700, time_limit=1740, ignore_result=True)
def tell(announcement_id: int) -> None:
    announcing.tell(announcement_id=announcement_id)


@shared_task(name="content.announcing.tasks.sweep", soft_time_limit=100, time_limit=120, ignore_result=True)
def sweep() -> None:
    finding.find()
    announcing.tell_due()
