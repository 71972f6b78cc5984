"""When people are reminded: pure. Days before and after the day by which to confirm, at the hour of the morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

DAYS = (-3, -1, 0, 1, 4)
"""From the day by which to confirm: before it, on it, after it."""
MORNING = time(7)


def _instant(due_at: datetime, days: int) -> datetime:
    day = timezone.localdate(due_at) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, MORNING))


def following(*, due_at: datetime, after: datetime) -> datetime | None:
    """The instant of the first reminder after `after`; None when all have passed."""
    return next((at for days in DAYS if (at := _instant(due_at, days)) > after), None)


def stage(*, due_at: datetime, at: datetime) -> int | None:
    """The reminder whose instant came last, as days from the due day; None before the first."""
    return next((days for days in reversed(DAYS) if _instant(due_at, days) <= at), None)
