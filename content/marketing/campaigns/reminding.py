"""Telling dealers of new tasks, of what is due soon, and their managers of what is late. Each once, in pieces of one
transaction each: what a dead worker did not finish, the next run does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from content.marketing.campaigns import telling
from content.marketing.campaigns.models import DealerTask
from portal.notices.api import Told, notify_many

BEFORE_DUE = (3, 1)
"""Days before a task is due, the longest first."""
LATE_AFTER = timedelta(hours=12)
"""So long after it was due, the managers are told."""
PIECE = 500


def tell_new(*, now: datetime | None = None) -> int:
    """Tell of tasks whose phase has begun; says of how many."""
    now = now or timezone.now()
    total = 0
    while count := _new_piece(now):
        total += count
    return total


def remind(*, now: datetime | None = None) -> int:
    """Remind of what is due soon and report what is late; says of how many tasks."""
    now = now or timezone.now()
    total = 0
    for piece in (_due_piece, _late_piece):
        while count := piece(now):
            total += count
    return total


def _running(now: datetime) -> QuerySet[DealerTask]:
    """Tasks that dealers see now."""
    campaign = Q(task__campaign__live=True, task__campaign__effective_from__lte=now, task__campaign__expires_at__gt=now)
    begun = Q(task__withdrawn_at__isnull=True, task__phase__starts_at__lte=now, dealer__is_active=True)
    heavy = ("task__campaign__body", "task__campaign__programme")
    rows = DealerTask.objects.filter(campaign, begun).select_related("task__campaign", "dealer").defer(*heavy)
    return rows.prefetch_related("task__roles")


@transaction.atomic
def _new_piece(now: datetime) -> int:
    rows = list(_held(_running(now).filter(told_at__isnull=True).order_by("task__campaign", "dealer", "pk")))
    tasks = _whole_groups(rows)
    waiting = [one for one in tasks if one.state == DealerTask.State.OPEN]
    notify_many(telling.new_tasks(waiting, telling.Doers(waiting, day=timezone.localdate(now))))
    return _note(tasks, told_at=now)


def _whole_groups(rows: list[DealerTask]) -> list[DealerTask]:
    """Without the last dealer of a full piece, of whom more may follow: a dealer is told of all its tasks at once."""
    if len(rows) < PIECE:
        return rows
    last = (rows[-1].task.campaign_id, rows[-1].dealer_id)
    return [one for one in rows if (one.task.campaign_id, one.dealer_id) != last] or rows


@transaction.atomic
def _due_piece(now: datetime) -> int:
    rows = _running(now).filter(state__in=DealerTask.WITH_DEALER, task__due_at__gt=now)
    # Of what began less than a day ago they have just been told.
    rows = rows.filter(task__phase__starts_at__lte=now - timedelta(days=1))
    owed = Q()
    for days in BEFORE_DUE:
        earlier = Q(reminded_days__isnull=True) | Q(reminded_days__gt=days)
        owed |= earlier & Q(task__due_at__lte=now + timedelta(days=days))
    tasks = list(_held(rows.filter(owed).order_by("pk")))
    doers = telling.Doers(tasks, day=timezone.localdate(now))
    notices: list[Told] = []
    for task in tasks:
        task.reminded_days = min(days for days in BEFORE_DUE if task.task.due_at <= now + timedelta(days=days))
        notices += telling.due(task, task.reminded_days, doers)
    notify_many(notices)
    DealerTask.objects.bulk_update(tasks, ["reminded_days"])
    return len(tasks)


@transaction.atomic
def _late_piece(now: datetime) -> int:
    rows = _running(now).filter(state__in=DealerTask.WITH_DEALER, escalated_at__isnull=True)
    tasks = list(_held(rows.filter(task__due_at__lte=now - LATE_AFTER).order_by("pk")))
    doers = telling.Doers(tasks, day=timezone.localdate(now))
    notify_many(told for task in tasks for told in telling.late(task, doers))
    return _note(tasks, escalated_at=now)


def _held(rows: QuerySet[DealerTask]) -> Iterator[DealerTask]:
    """A piece of them, locked: a second worker waits, and then finds the next."""
    return iter(rows.select_for_update(of=("self",))[:PIECE])


def _note(tasks: list[DealerTask], **facts: Any) -> int:
    return DealerTask.objects.filter(pk__in=[one.pk for one in tasks]).update(**facts)
