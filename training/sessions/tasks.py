"""Celery tasks of the sessions."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from training.sessions import reminders, waiting


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def remind_of_sessions() -> int:
    """Say what is due before and after sessions. Every half hour; saying it twice says it once."""
    now = timezone.now()
    return reminders.remind(now=now) + reminders.tell_trainers(now=now)


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def move_people_up(session_id: int) -> None:
    """Give free seats to who waits and had a seat elsewhere at that time until now."""
    waiting.promote_again(session_id=session_id)
