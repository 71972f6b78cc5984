"""A month of what people were told: each edition that came into force, on its day, mailed then and mostly read since;
and two webhooks with a log. No mail leaves, and nothing is sent to anybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from content.announcing import announcing, finding
from content.announcing.models import Announcement
from content.announcing.programs import EVENTS, tell_programs
from content.library.models import Edition
from portal.core.dispatch import kept_here
from portal.core.models import OutboxEntry
from portal.network.models import Dealer
from portal.notices import owing
from portal.notices.models import Mailing, Notice
from portal.webhooks import telling
from portal.webhooks.models import Delivery, Endpoint, Message, Try

MONTH = timedelta(days=31)
READ_AFTER = timedelta(days=4)
"""What was told longer ago is read, by four of five people."""
ANSWERED = (204, "", "", 180)
WORKING, BROKEN = "Parts desk, CE-101", "Workshop planner, EC-301"


@transaction.atomic
def build() -> None:
    """What is missing of it. Once a month was told, the portal's own clock tells what comes."""
    with kept_here():
        if not Announcement.objects.filter(state=Announcement.State.DONE).exists():
            _tell_the_month()
        _webhooks()


def _tell_the_month() -> None:
    finding.find(news=MONTH)
    for one in Announcement.objects.filter(state=Announcement.State.WAITING, due_at__lte=timezone.now()):
        announcing.tell(announcement_id=one.pk)
        _date(one, _told_at(one))
    OutboxEntry.objects.filter(kind=owing.URGENT, status=OutboxEntry.Status.PENDING).delete()


def _told_at(one: Announcement) -> datetime:
    """When it would have been told: as its edition came into force, or as its room said."""
    edition = Edition.objects.filter(pk=one.data.get("edition_id")).first()
    return edition.effective_from if edition is not None else one.due_at


def _date(one: Announcement, at: datetime) -> None:
    """It was told then, and mailed with the digest of that day."""
    told = Notice.objects.filter(key=one.key, mailing__isnull=True)
    people = list(told.order_by("user").values_list("user", flat=True))
    day = timezone.localdate(at)
    Mailing.objects.bulk_create(
        [
            Mailing(
                user_id=person,
                kind=Mailing.Kind.DIGEST,
                day=day,
                weekly=True,
                state=Mailing.State.SENT,
                created_at=at,
                sent_at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )
    own = Mailing.objects.filter(user=OuterRef("user"), kind=Mailing.Kind.DIGEST, day=day).values("pk")[:1]
    told.update(created_at=at, mailing=Subquery(own))
    Announcement.objects.filter(pk=one.pk).update(due_at=at, created_at=at, finished_at=at)
    if at < timezone.now() - READ_AFTER:
        read = [person for place, person in enumerate(people) if place % 5]
        Notice.objects.filter(key=one.key, user__in=read).update(read_at=at + timedelta(hours=7))


def _webhooks() -> None:
    for name, dealer, url in (
        (WORKING, "CE-101", "https://dms.ce101.example/hooks/forecourt"),
        (BROKEN, "EC-301", "https://planner.ec301.example/in"),
    ):
        if not Endpoint.objects.filter(name=name).exists():
            events, owner = [event for event, _name in EVENTS], Dealer.objects.get(code=dealer)
            _with_log(Endpoint.objects.create(name=name, url=url, dealer=owner, events=events))


def _with_log(endpoint: Endpoint) -> None:
    """What it was told in the month, and answered. It sleeps from now on: nobody listens there."""
    told = Announcement.objects.filter(key__startswith="edition:", key__endswith=":in_force").order_by("due_at", "pk")
    for one in told:
        edition = Edition.objects.select_related("manual").filter(pk=one.data["edition_id"]).first()
        if edition is not None:
            tell_programs(event=EVENTS[0][0], edition=edition, at=one.due_at)
    for entry in OutboxEntry.objects.filter(kind=telling.OWED, status=OutboxEntry.Status.PENDING):
        telling.spread(entry.key, entry.payload)
        entry.delete()
    works = endpoint.name == WORKING
    for place, delivery in enumerate(endpoint.deliveries.select_related("message").order_by("message__at", "pk")):
        _answered(delivery, works=works, slow=place % 4 == 2)
    since = Message.objects.order_by("-at").values_list("at", flat=True).first()
    Endpoint.objects.filter(pk=endpoint.pk).update(
        state=Endpoint.State.PAUSED if works else Endpoint.State.DISABLED, failing_since=None if works else since
    )


def _answered(delivery: Delivery, *, works: bool, slow: bool) -> None:
    at = delivery.message.at + timedelta(seconds=2)
    answers = [(None, Try.Fault.TIMEOUT, "", 10_000)] * (3 if not works else int(slow)) + [ANSWERED] * works
    for number, (status, fault, answer, milliseconds) in enumerate(answers):
        Try.objects.create(
            delivery=delivery,
            at=at + timedelta(minutes=5 * number),
            status=status,
            fault=fault,
            answer=answer,
            milliseconds=milliseconds,
        )
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.DELIVERED if works else Delivery.State.GIVEN_UP,
        tries=len(answers),
        created_at=at,
        delivered_at=at + timedelta(minutes=5 * (len(answers) - 1)) if works else None,
    )
