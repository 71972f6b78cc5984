"""Mails with notices that are owed: entries of the outbox, and which notices wait for a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.core import outbox
from portal.network.models import User
from portal.notices.choosing import at_once, with_rhythm
from portal.notices.models import Mailing, Notice, Rhythm

URGENT = "notices.urgent"
"""Of the outbox: what is mailed at once to the person whose id is the key is to be mailed."""
MAIL = "notices.mail"
"""Of the outbox: the mailing whose id is the key is to go out."""
PIECE = 500
WEEK = timedelta(days=7)
NEWS = timedelta(days=30)
"""What nobody was mailed for so long is no news: it stands in the portal, and no later choice mails it."""


def waiting(*, now: datetime | None = None) -> QuerySet[Notice]:
    """Notices that are in no mail yet and that the person has not read."""
    since = (now or timezone.now()) - NEWS
    return Notice.objects.filter(mailing__isnull=True, read_at__isnull=True, created_at__gt=since)


def waiting_at_once(*, now: datetime | None = None) -> QuerySet[Notice]:
    """Those of them that do not wait for a digest."""
    return at_once(waiting(now=now))


def gathered(*, rhythm: str, now: datetime | None = None) -> QuerySet[Notice]:
    """Those of them that wait for a digest of this rhythm."""
    return with_rhythm(waiting(now=now).filter(urgent=False)).filter(Q(rhythm=rhythm))


def reachable() -> QuerySet[User]:
    """Who is mailed at all: people whose account is open and has an address."""
    return User.objects.filter(is_active=True).exclude(email="")


def owe_mails(*, now: datetime | None = None) -> None:
    """Owe every mail that is due now."""
    owe_late_urgent(now=now)
    owe_digests(day=timezone.localdate(now), now=now)


def owe_urgent(*, user_ids: Iterable[int]) -> None:
    """Owe each person a mail with what is mailed at once. Call it in the transaction of what is told."""
    outbox.enqueue_many(kind=URGENT, items=[(str(user_id), {}) for user_id in sorted(user_ids)])


def owe_late_urgent(*, now: datetime | None = None) -> None:
    """Owe the mails at once that waited for the gap between two to pass."""
    gap = (now or timezone.now()) - timedelta(seconds=settings.NOTICES_URGENT_GAP_SECONDS)
    recent = Mailing.objects.filter(user=OuterRef("user"), kind=Mailing.Kind.URGENT, created_at__gt=gap)
    late = waiting_at_once(now=now).filter(user__in=reachable(), created_at__lte=gap).exclude(Exists(recent))
    users, after = late.order_by("user").values_list("user", flat=True).distinct(), 0
    while people := list(users.filter(user__gt=after)[:PIECE]):
        owe_urgent(user_ids=people)
        after = people[-1]


def owe_digests(*, day: date, now: datetime | None = None) -> int:
    """Make the day's digest for whoever has something and wants it, and owe its mail. Says how many. Any number of
    times a day, by any number of workers: there is one digest for a person and a day. What is gathered over a week
    goes with a digest when none brought it in the last seven days."""
    if timezone.localtime(now).hour < settings.NOTICES_DIGEST_HOUR:
        return 0
    total, after = 0, 0
    while people := list(_wanting(day, now).filter(pk__gt=after).values_list("pk", "weekly", "due_weekly")[:PIECE]):
        total += _make_digests({pk: weekly and due for pk, weekly, due in people}, day, now)
        after = people[-1][0]
    return total


def _wanting(day: date, now: datetime | None) -> QuerySet[Any]:
    """People with `weekly`: whether they have something that is gathered over a week, and `due_weekly`: whether it is
    time."""
    digests = Mailing.objects.filter(user=OuterRef("pk"), kind=Mailing.Kind.DIGEST)
    own = {"user": OuterRef("pk")}
    daily = Exists(gathered(rhythm=Rhythm.DAILY, now=now).filter(**own))
    weekly = Exists(gathered(rhythm=Rhythm.WEEKLY, now=now).filter(**own))
    return (
        reachable()
        .exclude(Exists(digests.filter(day=day)))
        .annotate(daily=daily, weekly=weekly, due_weekly=~Exists(digests.filter(day__gt=day - WEEK, weekly=True)))
        .filter(Q(daily=True) | Q(weekly=True, due_weekly=True))
        .order_by("pk")
    )


@transaction.atomic
def _make_digests(people: dict[int, bool], day: date, now: datetime | None) -> int:
    """`people` by id, and whether theirs brings the week's notices."""
    rows = [Mailing(user_id=pk, kind=Mailing.Kind.DIGEST, day=day, weekly=weekly) for pk, weekly in people.items()]
    Mailing.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(Mailing.objects.filter(key__in=[row.key for row in rows]).order_by("pk"))
    _fill(made, Rhythm.DAILY, now)
    _fill([row for row in made if row.weekly], Rhythm.WEEKLY, now)
    outbox.enqueue_many(kind=MAIL, items=[(str(row.pk), {}) for row in made])
    return len(made)


def _fill(mailings: list[Mailing], rhythm: str, now: datetime | None) -> None:
    if not mailings:
        return
    own = Mailing.objects.filter(user=OuterRef("user"), pk__in=[row.pk for row in mailings]).values("pk")[:1]
    mine = gathered(rhythm=rhythm, now=now).filter(user__in=[row.user_id for row in mailings])
    # Said twice: who waited here for a mail that goes at once has a mailing when the wait is over.
    Notice.objects.filter(pk__in=mine.values("pk"), mailing__isnull=True).update(mailing=Subquery(own))
