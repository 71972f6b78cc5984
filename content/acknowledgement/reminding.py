"""Reminders to people, reports of what is late to their managers, and the manager's own asking. Each goes out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from content.acknowledgement import telling
from content.acknowledgement.calendar import following, stage
from content.acknowledgement.models import Duty, DutyDealer, Round
from content.library.models import Edition
from portal.core import events
from portal.network.models import Membership, User
from portal.notices.api import Told, notify_many

PIECE = 1000
PAUSE = timedelta(hours=20)
"""Between two times that managers ask for the same duty."""


def remind(*, now: datetime | None = None) -> None:
    """All reminders and reports that are owed now. Any number of times, by any number of workers."""
    now = now or timezone.now()
    while _remind_some(now):
        pass
    while _escalate_some(now):
        pass


def _open() -> QuerySet[Duty]:
    """Open duties of editions that are asked for, for changing."""
    current = Round.objects.filter(edition=OuterRef("edition"), state__in=Round.CURRENT)
    open_ = Duty.objects.filter(Exists(current), state=Duty.State.OPEN).select_related("edition__manual")
    skips = connection.features.has_select_for_update_skip_locked
    return open_.defer("edition__outline").order_by("pk").select_for_update(of=("self",), skip_locked=skips)


@transaction.atomic
def _remind_some(now: datetime) -> int:
    """Remind up to a thousand; says how many were looked at. After days without a worker the last reminder alone is
    given, and not each that was missed."""
    ripe = list(_open().filter(remind_at__lte=now)[:PIECE])
    told = []
    for duty in ripe:
        days = stage(due_at=duty.due_at, at=now)
        if days is not None:
            told.append(telling.due(duty, days))
        duty.remind_at = following(due_at=duty.due_at, after=now)
    notify_many(told)
    Duty.objects.bulk_update(ripe, ["remind_at"], batch_size=500)
    return len(ripe)


@transaction.atomic
def _escalate_some(now: datetime) -> int:
    """Report up to a thousand late duties to whoever manages a dealer of theirs; says how many. A manager gets one
    notice for each edition, with the number of people. Where nobody manages, it waits until somebody does."""
    day = timezone.localdate(now)
    managing = Membership.objects.on(day).filter(is_manager=True, user__is_active=True)
    others = managing.filter(dealer=OuterRef("dealer")).exclude(user=OuterRef("duty__user"))
    answered = DutyDealer.objects.filter(Exists(others), duty=OuterRef("pk"))
    since = now - timedelta(days=settings.DUTIES_ESCALATE_DAYS)
    late = list(_open().filter(Exists(answered), due_at__lt=since, escalated_at__isnull=True)[:PIECE])
    if late:
        Duty.objects.filter(pk__in=[one.pk for one in late]).update(escalated_at=now)
        notify_many(_late(late, managing))
    return len(late)


def _late(duties: list[Duty], managing: QuerySet[Membership]) -> list[Told]:
    places = list(DutyDealer.objects.filter(duty__in=duties).values_list("duty_id", "dealer_id"))
    managers: dict[int, set[int]] = {}
    for dealer, user in managing.filter(dealer__in={one[1] for one in places}).values_list("dealer_id", "user_id"):
        managers.setdefault(dealer, set()).add(user)
    by_pk = {one.pk: one for one in duties}
    told = {
        (manager, duty)
        for duty, dealer in places
        for manager in managers.get(dealer, ())
        if manager != by_pk[duty].user_id
    }
    people = Counter((manager, by_pk[duty].edition_id) for manager, duty in told)
    editions = {one.edition_id: one.edition for one in duties}
    newest = {one.edition_id: one.pk for one in duties}
    return [
        telling.late(editions[edition], manager_id=manager, people=number, newest=newest[edition])
        for (manager, edition), number in sorted(people.items())
    ]


@transaction.atomic
def ask_people(*, manager: User, edition: Edition, dealers: Collection[int], user_id: int | None = None) -> int:
    """A manager asks their people, or one of them, to confirm; says how many were told. Who was asked within the pause
    is left alone."""
    now = timezone.now()
    day = timezone.localdate(now)
    here = DutyDealer.objects.filter(duty=OuterRef("pk"), dealer__in=list(dealers))
    working = Membership.objects.on(day).filter(user=OuterRef("user"), dealer__in=list(dealers))
    rested = Q(reminded_at__isnull=True) | Q(reminded_at__lt=now - PAUSE)
    found = _open().filter(Exists(here), Exists(working), rested, edition=edition).exclude(user=manager)
    duties = list(found if user_id is None else found.filter(user=user_id))
    if not duties:
        return 0
    Duty.objects.filter(pk__in=[one.pk for one in duties]).update(reminded_at=now)
    name = manager.get_full_name() or manager.username
    notify_many(telling.asked(one, manager=name, on=day) for one in duties)
    data: dict[str, object] = {"people": len(duties)}
    events.record(verb="confirmation.reminded", subject=f"edition:{edition.pk}", actor=manager, data=data)
    return len(duties)
