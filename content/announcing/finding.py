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
from content.library.models import Edition, Manual
from portal.network.api import Viewer, visible_to
from portal.notices.api import settle_for_all

NEWS = timedelta(days=3)
"""What can be seen for longer is no news: a portal that is filled, or that did not run, tells nobody of old things."""
ARCHIVE = timedelta(days=30)
"""An edition whose day lies back farther when it arrives is filed, not issued."""
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
        made += _announce_in_force(edition)
    for edition in _limited(_taken_back(), manual_id):
        made += _announce_withdrawn(edition)
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
def _announce_in_force(edition: Edition) -> bool:
    manual = edition.manual
    before = list(Edition.objects.filter(superseded_by=edition).values_list("pk", flat=True))
    data = _said(edition) | {
        "note": Truncator(" ".join(edition.change_note.split())).chars(LONGEST_NOTE),
        "first": not before,
    }
    settle_for_all(keys=[key_of(pk, "in_force") for pk in before])
    tell_programs(event=PUBLISHED, edition=edition)
    for earlier in Edition.objects.filter(pk__in=before).select_related("manual").defer("outline"):
        tell_programs(event=SUPERSEDED, edition=earlier)
    announce(
        kind=IN_FORCE,
        thing=manual,
        key=key_of(edition.pk, "in_force"),
        url=manual.specific.reading_path(),  # a bulletin has another than a manual
        topic=topic_for(manual.category),
        data=data,
    )
    return True


@transaction.atomic
def _announce_withdrawn(edition: Edition) -> bool:
    manual = edition.manual
    announce(
        kind=WITHDRAWN,
        thing=manual,
        key=key_of(edition.pk, "withdrawn"),
        url="",
        topic=topic_for(manual.category),
        data=_said(edition),
        recalls=key_of(edition.pk, "in_force"),
    )
    tell_programs(event=WITHDRAWN_EVENT, edition=edition)
    return True


def _said(edition: Edition) -> dict[str, Any]:
    """As it was when it was announced."""
    manual = edition.manual
    return {"title": manual.title, "edition": edition.label, "category": manual.category, "edition_id": edition.pk}


def still_in_force(data: Any, at: datetime) -> bool:
    """Whether the edition of an announcement is in force at `at`."""
    return Edition.objects.in_force(at=at).filter(pk=data["edition_id"]).exists()
