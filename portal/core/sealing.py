"""Seals over the events: so that it shows when somebody went past the portal and the database's refusal.

Once a day what was written since is sealed, in the order in which it was written. Each seal is over the one before, so
that a row that is changed, taken out or put in breaks its own seal and those after it. A copy of the last seal, kept
elsewhere, proves all before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.models import Event, EventSeal

SETTLED = timedelta(hours=1)
"""What is older is sealed: no transaction that wrote an earlier number is still open."""
AT_ONCE = 5000
COLUMNS = ("pk", "at", "verb", "subject", "data", "actor_id")
Row = tuple[int, datetime, str, str, Any, int | None]


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the seals hold. `broken` is the first whose events are not as they were, `unsure` the first of which
    only the people are not: somebody was deleted since, or a name was taken out."""

    seals: int
    until: datetime | None
    broken: EventSeal | None
    unsure: EventSeal | None


def digests(rows: Iterable[Row], *, before: tuple[str, str]) -> tuple[str, str, int]:
    """The digests of what was done and of who did it, and the number of rows. `before` are those of the last seal."""
    records, actors, number = sha256(before[0].encode()), sha256(before[1].encode()), 0
    for pk, at, verb, subject, data, actor in rows:
        done = [pk, at.astimezone(UTC).isoformat(timespec="microseconds"), verb, subject, data]
        records.update(json.dumps(done, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        actors.update(f"{pk}:{actor}\n".encode())
        number += 1
    return records.hexdigest(), actors.hexdigest(), number


def seal(*, now: datetime | None = None) -> EventSeal | None:
    """Seal what was written since the last time and has settled; None if there is nothing. Two at once make one."""
    last = EventSeal.objects.last()
    begins = last.last_id + 1 if last else 1
    settled = Event.objects.filter(pk__gte=begins, at__lt=(now or timezone.now()) - SETTLED).order_by("-pk")
    ends = settled.values_list("pk", flat=True).first()
    if ends is None:
        return None
    before = (last.records, last.actors) if last else ("", "")
    records, actors, number = digests(_rows(begins, ends), before=before)
    made = EventSeal(first_id=begins, last_id=ends, number=number, records=records, actors=actors)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return None
    return made


def verify() -> Verified:
    """Work every seal out anew. Reads all events once."""
    before = ("", "")
    seals, until, unsure = 0, None, None
    for one in EventSeal.objects.order_by("last_id"):
        records, actors, number = digests(_rows(one.first_id, one.last_id), before=before)
        if records != one.records or number != one.number:
            return Verified(seals=seals, until=until, broken=one, unsure=unsure)
        if actors != one.actors and unsure is None:
            unsure = one
        # The seal's own digests go on, so that one deleted person does not hide what is after.
        before = (one.records, one.actors)
        seals, until = seals + 1, one.at
    return Verified(seals=seals, until=until, broken=None, unsure=unsure)


def _rows(first: int, last: int) -> Iterable[Row]:
    rows = Event.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    return rows.values_list(*COLUMNS).iterator(chunk_size=AT_ONCE)
