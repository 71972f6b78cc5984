"""Keeping courses and sessions in the index as the database has them.

A change owes one entry "search.course" or "search.session"; its delivery compares by fingerprints and writes what
differs. A change of a course goes for its sessions too, which have its audience; one of a manual for the courses that
have people read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from content.library import api as library
from portal.core import outbox
from portal.core.models import OutboxEntry
from search import lifecycle
from search.documents import courses, sessions
from search.kinds import TrainingKind
from search.schema import Passage
from search.sync import write
from training.courses.api import course_changed
from training.sessions.api import session_changed

COURSE = "search.course"
SESSION = "search.session"
READERS = "search.readers"


@receiver(course_changed)
def _course_changed(sender: object, course_id: int, **kwargs: Any) -> None:
    owe(course_ids=[course_id], session_ids=sessions.of_course(course_id))


@receiver(session_changed)
def _session_changed(sender: object, session_id: int, **kwargs: Any) -> None:
    owe(session_ids=[session_id])


@receiver(library.publication_changed)
def _manual_changed(sender: object, manual_id: int, **kwargs: Any) -> None:
    outbox.enqueue(kind=READERS, key=str(manual_id))


@transaction.atomic
def owe(*, course_ids: Iterable[int] = (), session_ids: Iterable[int] = ()) -> None:
    """Owe an update of each."""
    for kind, keys in (
        (COURSE, [courses.publication_key(pk) for pk in course_ids]),
        (SESSION, [sessions.publication_key(pk) for pk in session_ids]),
    ):
        if keys:
            outbox.enqueue_many(kind=kind, items=[(key, {}) for key in keys])


def deliver_course(key: str, payload: dict[str, object]) -> None:
    """Bring the passages of a course up to date. `key` is its publication key."""
    write(key, list(courses.passages_of(course_ids=[int(key.split(":")[1])])))


def deliver_session(key: str, payload: dict[str, object]) -> None:
    """Bring the passage of a session up to date. `key` is its publication key."""
    write(key, list(sessions.passages_of(session_ids=[int(key.split(":")[1])])))


def deliver_readers(keys: Sequence[str]) -> None:
    """Owe an update of the courses that have people read the manuals whose ids `keys` are."""
    owe(course_ids=courses.readers_of(manual_ids=[int(key) for key in keys]))


def all_passages() -> Iterator[Passage]:
    """Every passage of training that should be in the index."""
    yield from courses.all_passages()
    yield from sessions.all_passages()


def desired_of_training() -> dict[str, str]:
    """{id: fingerprint} of every passage of training that should be in the index."""
    return {passage.id: passage.fingerprint for passage in all_passages()}


def changed_since(started: datetime) -> lifecycle.Changes:
    """The courses and sessions that the outbox was told of since then."""
    entries = OutboxEntry.objects.filter(kind__in=[COURSE, SESSION], created_at__gte=started)
    keys = frozenset(entries.values_list("key", flat=True))
    ids = {kind: [int(key.split(":")[1]) for key in keys if key.startswith(kind)] for kind in TrainingKind.values}
    present = (
        *courses.passages_of(course_ids=ids[TrainingKind.COURSE]),
        *sessions.passages_of(session_ids=ids[TrainingKind.SESSION]),
    )
    return lifecycle.Changes(keys, present)
