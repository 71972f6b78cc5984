"""Telling people before a certification ends, their managers in one notice for all, and once that it has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.core import events
from portal.network.models import Membership
from portal.notices.api import Told, notify_many
from training.certification.models import CertificationPeriod, Reminder, Standing
from training.certification.signals import certification_expired

THRESHOLDS = (90, 60, 30, 7)
"""Days before the end at which people are reminded."""
ENDED = 0
"""The threshold that stands for the end itself."""
BATCH = 200
LATE_DAYS = 30
"""How long after the end it is still said to the holder: in a portal that was filled with old records it is no news."""


def remind(*, today: date | None = None) -> int:
    """Remind of every certification that ends within the longest threshold, once at each threshold; where several have
    passed, only the nearest is said. Gives how many were reminded of. A second time on the same day does nothing."""
    today = today or timezone.localdate()
    reminded = 0
    while batch := _remind_batch(today):
        reminded += batch
    return reminded


def _remind_batch(today: date) -> int:
    """A batch under its rows' locks: of two that run at once, the second finds nothing left."""
    with transaction.atomic():
        due = list(_due(today).select_for_update(of=("self",))[:BATCH])
        known = set(Reminder.objects.filter(period__in=due).values_list("period", "days"))
        rows: list[Reminder] = []
        said: dict[int, list[CertificationPeriod]] = defaultdict(list)
        for period in due:
            left = _left(period, today)
            passed = [days for days in THRESHOLDS if days >= left and (period.pk, days) not in known]
            rows += [Reminder(period=period, days=days) for days in passed]
            if passed:
                said[min(passed)].append(period)
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        for days, periods in said.items():
            notify_many(_to_holder(period, days) for period in periods)
            notify_many(_to_managers(periods, days, today))
    return len(due)


def _left(period: CertificationPeriod, today: date) -> int:
    assert period.expires_on is not None  # noqa: S101  (only such are due)
    return (period.expires_on - today).days


def _due(today: date) -> QuerySet[CertificationPeriod]:
    """Periods that end within a threshold at which they were not reminded of."""
    wanted = Q()
    for days in THRESHOLDS:
        reminded = Reminder.objects.filter(period=OuterRef("pk"), days=days)
        wanted |= Q(~Exists(reminded), expires_on__lte=today + timedelta(days=days))
    return _newest().filter(wanted, expires_on__gte=today, standing=Standing.ACTIVE)


def _newest() -> QuerySet[CertificationPeriod]:
    """The newest period of each certification."""
    newest = CertificationPeriod.objects.filter(cycle=F("certification__cycle"))
    return newest.select_related("certification__scheme").order_by("pk")


def _to_holder(period: CertificationPeriod, days: int) -> Told:
    certification = period.certification
    return Told(
        user_id=certification.user_id,
        kind="certification.ends",
        key=f"certification.ends:{period.pk}:{days}",
        data={**_titles(period), "on": period.expires_on.isoformat() if period.expires_on else ""},
        url=reverse("certification:certificate", args=[certification.pk]),
        urgent=days == min(THRESHOLDS),
    )


def _to_managers(periods: list[CertificationPeriod], days: int, today: date) -> Iterator[Told]:
    """One notice a dealer, threshold and day, however many end: the page that it leads to lists them."""
    holders = {period.certification.user_id for period in periods}
    working = Membership.objects.on(today).filter(user__in=holders).values("dealer")
    managers = Membership.objects.on(today).filter(is_manager=True, dealer__in=working, user__is_active=True)
    for user_id, dealer_id, name in managers.order_by("pk").values_list("user", "dealer", "dealer__name"):
        yield Told(
            user_id=user_id,
            kind="certification.team_ends",
            key=f"certification.team_ends:{dealer_id}:{days}:{today.isoformat()}",
            data={"dealer": name, "days": days},
            url=f"{reverse('certification:team')}?within={days}",
        )


def _titles(period: CertificationPeriod) -> dict[str, str]:
    scheme = period.certification.scheme
    return {"title": scheme.title, "title_zh": scheme.title_zh}


def note_ended(*, today: date | None = None) -> int:
    """Record, once for each period, that it has ended without a renewal, and tell the holder. Gives how many."""
    today = today or timezone.localdate()
    noted = Reminder.objects.filter(period=OuterRef("pk"), days=ENDED)
    over = _newest().filter(~Exists(noted), expires_on__lt=today, standing=Standing.ACTIVE)
    ended = 0
    while True:
        with transaction.atomic():
            batch = list(over.select_for_update(of=("self",))[:BATCH])
            for period in batch:
                _end(period, today)
        ended += len(batch)
        if len(batch) < BATCH:
            return ended


def _end(period: CertificationPeriod, today: date) -> None:
    _row, made = Reminder.objects.get_or_create(period=period, days=ENDED)
    if not made:
        return
    certification = period.certification
    events.record(
        verb="certification.expired",
        subject=f"certification:{certification.pk}",
        actor=None,
        data={"cycle": period.cycle},
    )
    if _left(period, today) >= -LATE_DAYS:
        told = Told(
            user_id=certification.user_id,
            kind="certification.expired",
            key=f"certification.expired:{period.pk}",
            data=_titles(period),
            url=reverse("certification:certificate", args=[certification.pk]),
            urgent=True,
        )
        notify_many([told])
    certification_expired.send(sender=CertificationPeriod, period=period)
