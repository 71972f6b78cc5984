"""Telling people, once each. A notice says what is so now: its kind works the sentence out when it is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone

from portal.core.rows import insert_from
from portal.network.models import User
from portal.notices.choosing import mailed_at_once
from portal.notices.models import Notice
from portal.notices.owing import owe_urgent
from portal.notices.topics import OTHER

Sentence = Callable[[Mapping[str, Any]], str]
_sentences: dict[str, Sentence] = {}
_topics: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """One notice to give. `key` is unique for the person; `data` is JSON, without what may change (ids, not names)
    unless it must be said as it was; `url` is a path of the portal; `topic`, if it is not that of its kind, is the code
    of another."""

    user_id: int
    kind: str
    key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    urgent: bool = False
    topic: str = ""


def register_kind(kind: str, sentence: Sentence, *, topic: str = OTHER) -> None:
    """`sentence` makes the translated sentence of such a notice from its data; `topic` is the code of what it is about
    (`register_topic`). From an app's `ready`."""
    _sentences[kind] = sentence
    _topics[kind] = topic


def topics_of_kinds() -> dict[str, str]:
    """The code of each kind's topic."""
    return dict(_topics)


def sentence(notice: Notice) -> str:
    """What the notice says, in the active language. Raises KeyError for a kind that nobody registered."""
    return _sentences[notice.kind](notice.data)


def known_kinds() -> list[str]:
    """The kinds of notice that can be shown."""
    return sorted(_sentences)


def notify(
    *, user_id: int, kind: str, key: str, url: str = "", urgent: bool = False, topic: str = "", **data: Any
) -> None:
    """Tell one person. Call it inside the transaction of what it is about."""
    notify_many([Told(user_id=user_id, kind=kind, key=key, data=data, url=url, urgent=urgent, topic=topic)])


def notify_many(notices: Iterable[Told]) -> None:
    """Tell many, in one statement a thousand. Who was told the same before is not told again. Raises KeyError for an
    unknown kind."""
    rows = [
        Notice(
            user_id=one.user_id,
            kind=one.kind,
            topic=one.topic or _topics[one.kind],
            key=one.key,
            data=dict(one.data),
            url=one.url,
            urgent=one.urgent,
        )
        for one in notices
    ]
    if not rows:
        return
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    _owe_mails((row.user_id, row.topic, row.urgent) for row in rows)


def notify_alike(
    user_ids: Collection[int],
    *,
    kind: str,
    key: str,
    data: Mapping[str, Any],
    url: str = "",
    urgent: bool = False,
    topic: str = "",
) -> None:
    """Tell many people (10,000 at most) the same, in one statement. Who was told it before is not told again.
    Raises KeyError for an unknown kind."""
    topic = topic or _topics[kind]
    told = {"kind": kind, "topic": topic, "key": key, "data": dict(data), "url": url, "urgent": urgent}
    insert_from(User.objects.filter(pk__in=user_ids), into=Notice, user=F("pk"), **told)
    _owe_mails((user_id, topic, urgent) for user_id in user_ids)


def _owe_mails(told: Iterable[tuple[int, str, bool]]) -> None:
    if people := mailed_at_once(told):
        owe_urgent(user_ids=people)


def settle(*, user_id: int, keys_beginning: str) -> None:
    """What a person was told under such keys is no longer so, or is done: it counts as read, and is not mailed."""
    unread = Notice.objects.filter(user=user_id, read_at__isnull=True, key__startswith=keys_beginning)
    unread.update(read_at=timezone.now())


def settle_many(*, user_ids: Iterable[int], keys_beginning: str) -> None:
    """The same for many people. One statement a thousand."""
    people = sorted(set(user_ids))
    for begin in range(0, len(people), 1000):
        unread = Notice.objects.filter(user__in=people[begin : begin + 1000], read_at__isnull=True)
        unread.filter(key__startswith=keys_beginning).update(read_at=timezone.now())


def settle_for_all(*, keys: Iterable[str]) -> None:
    """The same for whoever was told under one of these keys."""
    Notice.objects.filter(key__in=list(keys), read_at__isnull=True).update(read_at=timezone.now())
