"""Celery tasks of courses."""

from __future__ import annotations

from celery import shared_task

from training.courses.exchange.undecided import forget_undecided
from training.courses.models import Reading
from training.courses.reading.following import ask_to_read_again


@shared_task(name="training.courses.tasks.ask_again", soft_time_limit=600, time_limit=660)
def ask_again(manual_id: int) -> None:
    """A manual has changed: ask those again whose pages have."""
    ask_to_read_again(manual_id=manual_id)


@shared_task(name="training.courses.tasks.check_readings", soft_time_limit=1500, time_limit=1560)
def check_readings() -> None:
    """Every hour: an edition may have taken effect by its date, without anybody doing anything."""
    read = Reading.objects.filter(manual__isnull=False).order_by().values_list("manual", flat=True).distinct()
    for manual_id in list(read):
        ask_to_read_again(manual_id=manual_id)


@shared_task(name="training.courses.tasks.forget_imports", soft_time_limit=300, time_limit=330)
def forget_imports() -> None:
    """Files of courses that were sent and never decided about."""
    forget_undecided()
