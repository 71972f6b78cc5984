"""What has come into force, or was taken back, and is not announced yet.

Dates are compared when somebody asks, so that nothing happens in the database at the instant at which an edition comes
into force: it is looked for each minute, and at once after a change.

A publication that was withdrawn and is released again is news once more, for each release: with a key that names the
withdrawal that it ended. Who was told of it is told again, and so is who is reached only now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import Truncator

from content.announcing.announcing import announce, take_back
from content.announcing.models import Announcement
from content.announcing.programs import IN_FORCE as PUBLISHED
from content.announcing.programs import SUPERSEDED, tell_programs
from content.announcing.programs import WITHDRAWN as WITHDRAWN_EVENT
from content.announcing.topics import IN_FORCE, IN_FORCE_AGAIN, LONGEST_NOTE, WITHDRAWN, topic_for
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
        _announce_in_force(edition, now, ended=edition.ended)  # type: ignore[attr-defined]
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
    found = Edition.objects.in_force(at=now).filter(new)
    found = found.filter(visible_to(model=Manual, viewer=everybody, through="manual__"))
    first, again = _key("in_force"), _key("again:", Cast(OuterRef("ended"), CharField()), Value(":in_force"))
    known = Announcement.objects.exclude(state=Announcement.State.NEEDLESS)
    found = found.annotate(ended=Subquery(_lifted(since)))
    return found.filter(
        Q(ended__isnull=True, effective_from__gte=now - ARCHIVE) & ~Exists(known.filter(key=first))
        | Q(ended__isnull=False) & ~Exists(known.filter(key=again))
    )


def _lifted(since: datetime) -> QuerySet[Withdrawal, int]:
    """For an edition: the withdrawal of its publication that a release has ended since then, and that came after people
    were told that the edition is in force."""
    told = Announcement.objects.filter(key=_key("in_force", pk=OuterRef(OuterRef("pk"))), told__gt=0)
    rows = Withdrawal.objects.filter(manual=OuterRef("manual"), lifted_at__gte=since)
    rows = rows.filter(at__gte=Subquery(told.values("created_at")[:1]))
    return rows.order_by("-pk").values_list("pk", flat=True)[:1]


def _taken_back() -> QuerySet[Edition]:
    """Withdrawn after people were told that it is in force, and they are not told yet."""
    told = Announcement.objects.filter(key=_key("in_force"), told__gt=0)
    return Edition.objects.filter(Exists(told), withdrawn_at__isnull=False).exclude(
        Exists(Announcement.objects.filter(key=_key("withdrawn")))
    )


def _key(event: str, *more: Any, pk: Any = None) -> Concat:
    """`key_of` in SQL."""
    edition = Cast(OuterRef("pk") if pk is None else pk, CharField())
    return Concat(Value("edition:"), edition, Value(f":{event}"), *more, output_field=CharField(max_length=120))


@transaction.atomic
def _announce_in_force(edition: Edition, now: datetime, *, ended: int | None) -> None:
    """`ended` is the withdrawal after which it is in force again; None for one that was not announced before."""
    manual = edition.manual
    earlier = _ended_by(edition, now)
    data = _said(edition) | {
        "note": _in_short(edition.change_note),
        "first": not any(one.manual_id == manual.pk for one in earlier),
    }
    settle_for_all(keys=list(in_force_keys(one.pk for one in earlier)))
    if ended is not None:
        for key in (*in_force_keys([edition.pk]), withdrawal_key(ended)):
            take_back(key)
    tell_programs(event=PUBLISHED, edition=edition, occasion=f"after:{ended}" if ended else "")
    for one in earlier:
        tell_programs(event=SUPERSEDED, edition=one)
    announce(
        kind=IN_FORCE_AGAIN if ended else IN_FORCE,
        thing=manual,
        key=key_of(edition.pk, f"again:{ended}:in_force" if ended else "in_force"),
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


def in_force_keys(edition_ids: Iterable[int]) -> dict[str, int]:
    """{key: edition} of what says that these editions are in force, or in force again; the newest of an edition last.
    One statement."""
    found = {key_of(pk, "in_force"): pk for pk in edition_ids}
    wanted = set(found.values())
    manuals = Edition.objects.filter(pk__in=wanted).order_by().values("manual")
    again = Announcement.objects.filter(kind=IN_FORCE_AGAIN, thing_id__in=manuals)
    for key in again.order_by("pk").values_list("key", flat=True):
        edition = int(key.split(":")[1])
        if edition in wanted:
            found[key] = edition
    return found


def withdrawal_key(withdrawal_id: int) -> str:
    """Of the announcement that a whole publication is taken back."""
    return f"withdrawal:{withdrawal_id}"


def announce_withdrawn(edition: Edition, *, key: str, reason: str, occasion: str = "") -> None:
    """Tell those who were told last that the edition is in force, and programs, that it is taken back."""
    manual = edition.manual
    with transaction.atomic():
        announce(
            kind=WITHDRAWN,
            thing=manual,
            key=key,
            url=manual.specific.reading_path(),
            topic=topic_for(manual.category),
            data=_said(edition) | {"reason": _in_short(reason)},
            recalls=list(in_force_keys([edition.pk]))[-1],
        )
        tell_programs(event=WITHDRAWN_EVENT, edition=edition, occasion=occasion)


def announce_publication_withdrawn(*, manual_id: int) -> None:
    """The same when a whole publication is taken down with a reason."""
    withdrawal = Withdrawal.objects.filter(manual=manual_id, lifted_at__isnull=True).order_by("-at", "-pk").first()
    edition = Edition.objects.current(at=timezone.now()).filter(manual=manual_id).select_related("manual").first()
    if withdrawal is not None and edition is not None:
        key = withdrawal_key(withdrawal.pk)
        announce_withdrawn(edition, key=key, reason=withdrawal.reason, occasion=key)


def _in_short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_NOTE)


def _said(edition: Edition) -> dict[str, Any]:
    """As it was when it was announced."""
    manual = edition.manual
    return {"title": manual.title, "edition": edition.label, "category": manual.category, "edition_id": edition.pk}


def still_in_force(data: Any, at: datetime) -> bool:
    """Whether the edition of an announcement is in force at `at`."""
    return Edition.objects.in_force(at=at).filter(pk=data["edition_id"]).exists()
