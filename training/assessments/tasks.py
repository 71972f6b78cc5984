"""Celery tasks of the assessments."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from training.assessments.attempts.ending import end_if_over, overdue
from training.assessments.models import Attempt

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True)
def end_overdue_attempts() -> int:
    """Hand in what was open when its time was up. Every minute; an attempt at a time, so that one that fails leaves
    the others whole."""
    now = timezone.now()
    ended = 0
    for attempt_id in overdue(now):
        try:
            ended += end_if_over(Attempt(pk=attempt_id), now=now)
        except Exception:
            log.exception("attempt.not_ended", attempt=attempt_id)
    return ended
