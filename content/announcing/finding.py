"""What has come into force, or was taken back, and is not announced yet.

Dates are compared when somebody asks, so that nothing happens in the database at the instant at which an edition comes
into force: it is looked for each minute, and at once after a change.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import Truncator

from content.announcing.announcing import announce
from content.announcing.models import Announcement
from content.announcing.programs import IN_FORCE as PUBLISHED
from content.announcing.programs import SUPERSEDED, tell_programs
from content.announcing.programs import WITHDRAWN as WITHDRAWN_EVENT
from content.announcing.topics import IN_FORCE, LONGEST_NOTE, WITHDRAWN, topic_for
from content.library.models import ENDING, Edition, EmergencyRelease, Manual, Succession, Withdrawal
from portal.network.api import Viewer, visible_to
from portal.notices.api import settle_for_all

NEWS = timedelta(days=3)
"""What can be seen for longer is no news: a portal that is filled, or that did not run, tells nobody of old things."""
ARCHIVE = timedelta(days=30)
"""An edition whose day lies back farther when it arrives is filed, not issued."""
EMERGENCY = timedelta(days=1)
"""What a department released in an emergency is urgent for so long."""
MOST_AT_ONCE = 200


def key_of(edition_id: int, event: str) -> str:
    """Of the announcement of an edition's event, and of every notice of it."""
    return f"edition:{edition_id}:{event}"


def find(*, manual_id: int | None = None, now: datetime | None = None, news: timedelta = NEWS) -> int:
    """Announce what can be seen since `news` at most, of one publication or of all. Says how many announcements were
    made. Two statements when there is nothing new."""
    now = now or timezone.now()
    made = 0
    for edition in _limited(_news(now, news), manual_id):
        _announce_in_force(edition, now)
        made += 1
    for edition in _limited(_taken_back(), manual_id):
        announce_withdrawn(edition, key=key_of(edition.pk, "withdrawn"), reason=edition.withdrawal_reason)
        made += 1
    return made


def _limited(editions: QuerySet[Edition], manual_id: int | None) -> list[Edition]:
    if manual_id is not None:
        editions = editions.filter(manual=manual_id)
    return list(editions.select_related("manual").defer("outline").order_by("effective_from", "pk")[:MOST_AT_ONCE])


def _news(now: datetime, news: timedelta) -> QuerySet[Edition]:
    """In force and visible since a short while, and not announced."""
    since = now - news
    new = Q(effective_from__gte=since) | Q(ready_at__gte=since)
    new |= Q(manual__effective_from__gte=since) | Q(manual__last_published_at__gte=since)
    everybody = Viewer(user_id=None, at=now, everything=True)
    found = Edition.objects.in_force(at=now).filter(new, effective_from__gte=now - ARCHIVE)
    return found.filter(visible_to(model=Manual, viewer=everybody, through="manual__")).exclude(
        Exists(Announcement.objects.filter(key=_key(IN_FORCE)).exclude(state=Announcement.State.NEEDLESS))
    )


def _taken_back() -> QuerySet[Edition]:
    """Withdrawn after people were told that it is in force, and they are not told yet."""
    told = Announcement.objects.filter(key=_key(IN_FORCE), told__gt=0)
    return Edition.objects.filter(Exists(told), withdrawn_at__isnull=False).exclude(
        Exists(Announcement.objects.filter(key=_key(WITHDRAWN)))
    )


def _key(kind: str) -> Concat:
    event = kind.removeprefix("edition.")
    return Concat(
        Value("edition:"), Cast(OuterRef("pk"), CharField()), Value(f":{event}"), output_field=CharField(max_length=120)
    )


@transaction.atomic
def _announce_in_force(edition: Edition, now: datetime) -> None:
    manual = edition.manual
    ended = _ended_by(edition, now)
    data = _said(edition) | {
        "note": _in_short(edition.change_note),
        "first": not any(earlier.manual_id == manual.pk for earlier in ended),
    }
    settle_for_all(keys=[key_of(earlier.pk, "in_force") for earlier in ended])
    tell_programs(event=PUBLISHED, edition=edition)
    for earlier in ended:
        tell_programs(event=SUPERSEDED, edition=earlier)
    announce(
        kind=IN_FORCE,
        thing=manual,
        key=key_of(edition.pk, "in_force"),
        url=manual.specific.reading_path(),  # a bulletin has another than a manual
        topic=topic_for(manual.category),
        data=data,
        urgent=EmergencyRelease.objects.filter(manual=manual, at__gte=now - EMERGENCY).exists(),
    )


def _ended_by(edition: Edition, now: datetime) -> list[Edition]:
    """The edition before it, and those in line of the publications that its own replaces or cancels."""
    rows = Succession.objects.filter(successor=edition.manual_id, effect__in=ENDING, is_scheduled=False)
    replaced = Edition.objects.current(at=now).filter(manual__in=rows.values("predecessor"))
    found = Edition.objects.filter(Q(superseded_by=edition) | Q(pk__in=replaced.values("pk")))
    return list(found.select_related("manual").defer("outline").order_by("pk"))


def announce_withdrawn(edition: Edition, *, key: str, reason: str) -> None:
    """Tell those who were told that the edition is in force, and programs, that it is taken back."""
    manual = edition.manual
    with transaction.atomic():
        announce(
            kind=WITHDRAWN,
            thing=manual,
            key=key,
            url=manual.specific.reading_path(),
            topic=topic_for(manual.category),
            data=_said(edition) | {"reason": _in_short(reason)},
            recalls=key_of(edition.pk, "in_force"),
        )
        tell_programs(event=WITHDRAWN_EVENT, edition=edition)


def announce_publication_withdrawn(*, manual_id: int) -> None:
    """The same when a whole publication is taken down with a reason."""
    withdrawal = Withdrawal.objects.filter(manual=manual_id, lifted_at__isnull=True).order_by("-at", "-pk").first()
    edition = Edition.objects.current(at=timezone.now()).filter(manual=manual_id).select_related("manual").first()
    if withdrawal is not None and edition is not None:
        announce_withdrawn(edition, key=f"withdrawal:{withdrawal.pk}", reason=withdrawal.reason)


def _in_short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_NOTE)


def _said(edition: Edition) -> dict[str, Any]:
    """As it was when it was announced."""
    manual = edition.manual
    return {"title": manual.title, "edition": edition.label, "category": manual.category, "edition_id": edition.pk}


def still_in_force(data: Any, at: datetime) -> bool:
    """Whether the edition of an announcement is in force at `at`."""
    return Edition.objects.in_force(at=at).filter(pk=data["edition_id"]).exists()
