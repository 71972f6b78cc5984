"""Mails with notices that are owed: entries of the outbox, and which notices wait for a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.core import outbox
from portal.network.models import User
from portal.notices.models import Mailing, Notice, NoticePreference

URGENT = "notices.urgent"
"""Of the outbox: the urgent notices of the person whose id is the key are to be mailed."""
MAIL = "notices.mail"
"""Of the outbox: the mailing whose id is the key is to go out."""
PIECE = 500
WEEK = timedelta(days=7)


def waiting(*, urgent: bool) -> QuerySet[Notice]:
    """Notices that are in no mail yet and that the person has not read."""
    return Notice.objects.filter(mailing__isnull=True, read_at__isnull=True, urgent=urgent)


def reachable() -> QuerySet[User]:
    """Who is mailed at all: people whose account is open and has an address."""
    return User.objects.filter(is_active=True).exclude(email="")


def owe_mails(*, now: datetime | None = None) -> None:
    """Owe every mail that is due now."""
    owe_late_urgent(now=now)
    owe_digests(day=timezone.localdate(now), now=now)


def owe_urgent(*, user_ids: Iterable[int]) -> None:
    """Owe a mail with what is urgent to each person. Call it in the transaction of what is told."""
    outbox.enqueue_many(kind=URGENT, items=[(str(user_id), {}) for user_id in sorted(user_ids)])


def owe_late_urgent(*, now: datetime | None = None) -> None:
    """Owe the urgent mails that waited for the gap between two to pass."""
    gap = (now or timezone.now()) - timedelta(seconds=settings.NOTICES_URGENT_GAP_SECONDS)
    recent = Mailing.objects.filter(user=OuterRef("user"), kind=Mailing.Kind.URGENT, created_at__gt=gap)
    late = waiting(urgent=True).filter(user__in=reachable(), created_at__lte=gap).exclude(Exists(recent))
    users = late.order_by().values_list("user", flat=True).distinct()
    owe_urgent(user_ids=list(users[:PIECE]))


def owe_digests(*, day: date, now: datetime | None = None) -> int:
    """Make the day's digest for whoever has something and wants it, and owe its mail. Says how many. Any number of
    times a day, by any number of workers: there is one digest for a person and a day."""
    if timezone.localtime(now).hour < settings.NOTICES_DIGEST_HOUR:
        return 0
    total, after = 0, 0
    while users := list(_wanting(day).filter(pk__gt=after).values_list("pk", flat=True)[:PIECE]):
        total += _make_digests(users, day)
        after = users[-1]
    return total


def _wanting(day: date) -> QuerySet[User]:
    digests = Mailing.objects.filter(user=OuterRef("pk"), kind=Mailing.Kind.DIGEST)
    recent = digests.filter(day__gt=day - WEEK)
    digest = NoticePreference.Digest
    weekly = Q(notice_preference__digest=digest.WEEKLY) & Exists(recent)
    something = Exists(waiting(urgent=False).filter(user=OuterRef("pk")))
    return (
        reachable()
        .filter(something)
        .exclude(notice_preference__digest=digest.NONE)
        .exclude(Exists(digests.filter(day=day)))
        .exclude(weekly)
        .order_by("pk")
    )


@transaction.atomic
def _make_digests(users: list[int], day: date) -> int:
    rows = [Mailing(user_id=user_id, kind=Mailing.Kind.DIGEST, day=day) for user_id in users]
    Mailing.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(Mailing.objects.filter(key__in=[row.key for row in rows]).order_by("pk"))
    own = Mailing.objects.filter(
        user=OuterRef("user"), kind=Mailing.Kind.DIGEST, day=day, key__in=[row.key for row in made]
    )
    mine = waiting(urgent=False).filter(user__in=[row.user_id for row in made])
    mine.update(mailing=Subquery(own.values("pk")[:1]))
    outbox.enqueue_many(kind=MAIL, items=[(str(row.pk), {}) for row in made])
    return len(made)
