"""Announcements: made with the change that they are about, told by a job a piece of people at a time.

A piece is one transaction: who is told, and how far the announcement is. A worker that dies loses the piece that it was
in, and another begins it again; and whoever does the same piece twice tells nobody twice, as a notice is one for a
person and a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.announcing.models import Announcement
from portal.core.dispatch import send_after_commit
from portal.network.api import Viewer, visible_to
from portal.network.models import Targeted, User
from portal.network.reach import people_reached
from portal.notices.api import notify_alike, register_kind, settle_for_all
from portal.notices.models import Notice

PIECE = 1000
"""People in one transaction."""
PIECES_AHEAD = 20
"""So many pieces of people are asked for at once: whom a thing reaches costs as much to ask for one as for many."""
STALLED_AFTER = timedelta(minutes=2)
"""An announcement that is due and has not moved for so long has lost its worker."""
MOST_QUEUED = 500
TASK = "content.announcing.tasks.tell"
Holds = Callable[[Mapping[str, Any], datetime], bool]
_holds: dict[str, Holds] = {}


def register_announced(
    kind: str, sentence: Callable[[Mapping[str, Any]], str], *, topic: str, holds: Holds | None = None
) -> None:
    """A kind of announcement: the sentence of its notices and their topic, as `portal.notices.api.register_kind` has
    them; `holds(data, at)` says whether it is still so at an instant, where the thing's own dates and whether it is
    live do not say it all. From an app's `ready`."""
    register_kind(kind, sentence, topic=topic)
    if holds is not None:
        _holds[kind] = holds


@transaction.atomic
def announce(
    *,
    kind: str,
    thing: Targeted,
    key: str,
    url: str,
    topic: str,
    at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    urgent: bool = False,
    recalls: str = "",
) -> Announcement:
    """Tell all whom `thing` reaches, at the instant `at` (now if None), each once. Call it in the transaction of what
    it is about; a job tells, so that nobody waits for it.

    `thing` is kept and has `live`, `effective_from` and `expires_at`; `key` is unique ("kit:17:in_force"); `kind` is
    one of `register_announced`, `data` (JSON) what its sentence is made of. If the thing is not visible yet at its
    turn, its instant is waited for; if it is not visible any more, nobody is told. Again with the same key: what waits
    or had become needless is told as it is said now, the rest is left alone. With `recalls`, the key of another
    announcement, those who were told that are told this, whatever they may see now; what they were told counts as read.
    """
    said = {
        "kind": kind,
        "topic": topic,
        "thing_type": ContentType.objects.get_for_model(thing),
        "thing_id": thing.pk,
        "recalls": recalls,
        "data": dict(data or {}),
        "url": url,
        "urgent": urgent,
        "due_at": at or timezone.now(),
    }
    made, is_new = Announcement.objects.get_or_create(key=key, defaults=said)
    if not is_new:
        made = Announcement.objects.select_for_update().get(pk=made.pk)
        if made.state in (Announcement.State.TELLING, Announcement.State.DONE):
            return made
        said |= {"state": Announcement.State.WAITING, "finished_at": None}
        for name, value in said.items():
            setattr(made, name, value)
        made.save()
    if made.due_at <= timezone.now():
        send_after_commit(TASK, made.pk)
    return made


def tell_due(*, now: datetime | None = None) -> list[int]:
    """Queue what is due and what lost its worker. Any number of times."""
    now = now or timezone.now()
    due = Announcement.objects.filter(state=Announcement.State.WAITING, due_at__lte=now)
    stalled = Announcement.objects.filter(state=Announcement.State.TELLING, beat_at__lt=now - STALLED_AFTER)
    queued = [*due.order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_QUEUED]]
    queued += stalled.order_by("pk").values_list("pk", flat=True)[:MOST_QUEUED]
    for pk in queued:
        send_after_commit(TASK, pk)
    return queued


def tell(*, announcement_id: int, after_piece: Callable[[Announcement], None] | None = None) -> None:
    """Tell everybody of an announcement. Two workers at the same one take turns."""
    ahead: list[int] = []
    while (one := _piece(announcement_id, ahead)) is not None:
        if after_piece is not None:
            after_piece(one)


@transaction.atomic
def _piece(announcement_id: int, ahead: list[int]) -> Announcement | None:
    """The next piece; None when there is no more to do, or not yet. `ahead` holds the ids of people who come next, as
    far as they are known, and is kept for the piece after."""
    now = timezone.now()
    one = Announcement.objects.select_for_update(of=("self",)).filter(pk=announcement_id).first()
    if one is None or one.state not in Announcement.OPEN or one.due_at > now or not _is_its_turn(one, now):
        return None
    known = [person for person in ahead if person > one.after_user] or _next_people(one, now)
    people, ahead[:] = known[:PIECE], known[PIECE:]
    notify_alike(people, kind=one.kind, key=one.key, data=one.data, url=one.url, urgent=one.urgent, topic=one.topic)
    one.state, one.beat_at, one.told = Announcement.State.TELLING, now, one.told + len(people)
    one.after_user = people[-1] if people else one.after_user
    if len(people) < PIECE:
        _end(one, Announcement.State.DONE)
        return None
    one.save()
    return one


def _next_people(one: Announcement, now: datetime) -> list[int]:
    """The next who are to be told, by id."""
    found = _people(one, now).filter(pk__gt=one.after_user).values_list("pk", flat=True)
    return list(found[: PIECES_AHEAD * PIECE])


def _people(one: Announcement, now: datetime) -> QuerySet[User]:
    if one.recalls:
        told = Notice.objects.filter(key=one.recalls).order_by().values("user")
        return User.objects.filter(pk__in=told, is_active=True).order_by("pk")
    return people_reached(model=_model(one), pk=one.thing_id, day=timezone.localdate(now))


def _is_its_turn(one: Announcement, now: datetime) -> bool:
    """Whether the thing can be seen now; if not, the announcement waits for the thing's instant or ends."""
    if one.recalls:
        take_back(one.recalls)
        return True
    model = _model(one)
    rows: QuerySet[Any] = model._default_manager.filter(pk=one.thing_id)
    everybody = Viewer(user_id=None, at=now, everything=True)
    held = _holds.get(one.kind)
    if rows.filter(visible_to(model=model, viewer=everybody)).exists() and (held is None or held(one.data, now)):
        return True
    later = rows.filter(live=True, effective_from__gt=now).values_list("effective_from", flat=True).first()
    if later is not None:
        Announcement.objects.filter(pk=one.pk).update(state=Announcement.State.WAITING, due_at=later)
    else:
        _end(one, Announcement.State.NEEDLESS)
    return False


def take_back(key: str) -> None:
    """Nobody is told any more what was announced so, and what was told counts as read. The lock waits for the piece
    that is being told. In a transaction."""
    told = Announcement.objects.select_for_update().filter(key=key).first()
    if told is not None and told.state in Announcement.OPEN:
        _end(told, Announcement.State.NEEDLESS)
    settle_for_all(keys=[key])


def _end(one: Announcement, state: str) -> None:
    one.state, one.finished_at = state, timezone.now()
    one.save()


def _model(one: Announcement) -> type[Targeted]:
    return ContentType.objects.get_for_id(one.thing_type_id).model_class()  # type: ignore[return-value]
