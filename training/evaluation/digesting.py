"""Attempts boiled down to what statistics need, whenever they are scored.

Four million marks in rows of their own take longer to read than to analyse. So each attempt keeps, beside its marks,
twelve bytes for each of its questions. It is written in the transaction that scores the attempt, again when it is
graded again, and for attempts that were scored before there was such a thing when they are first looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import numpy as np
from django.db.models import Exists, OuterRef
from django.utils import timezone

from training.assessments.models import Attempt, Mark
from training.courses.receivers import PURPOSE
from training.evaluation.models import AttemptDigest

MARK = np.dtype([("version", "<i4"), ("fraction", "<f4"), ("points", "<f4")])
BATCH = 500
_EPOCH = date(1970, 1, 1)


def digest(attempts: Sequence[Attempt]) -> None:
    """Keep the digests of graded attempts. Two statements a BATCH."""
    marks = _marks([attempt.pk for attempt in attempts])
    rows = [
        AttemptDigest(
            attempt_id=attempt.pk,
            assessment_id=attempt.assessment_id,
            day=_day(attempt.submitted_at or attempt.created_at),
            registration=_registration(attempt.purpose),
            marks=np.array(marks[attempt.pk], dtype=MARK).tobytes(),
        )
        for attempt in attempts
    ]
    AttemptDigest.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["attempt"],
        update_fields=["day", "registration", "marks"],
    )


def catch_up(assessment_id: int, *, progress: Callable[[float], None] = lambda _share: None) -> int:
    """Digest the graded attempts that have none, BATCH at a time; says how many. One statement when there are none."""
    known = AttemptDigest.objects.filter(attempt=OuterRef("pk"))
    fresh = Attempt.objects.filter(~Exists(known), assessment=assessment_id, state=Attempt.State.GRADED)
    ids = list(fresh.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        digest(list(Attempt.objects.filter(pk__in=batch).defer("rules").order_by("pk")))
        progress((at + len(batch)) / len(ids))
    return len(ids)


def _marks(ids: Iterable[int]) -> dict[int, list[tuple[int, float, float]]]:
    """By attempt, the newest mark of each question that counts."""
    newest: dict[int, tuple[int, tuple[int, float, float] | None]] = {}
    rows = Mark.objects.filter(item__attempt__in=list(ids)).order_by("item_id", "pk")
    for item, attempt, version, fraction, points, left_out in rows.values_list(
        "item_id", "item__attempt_id", "item__question_version_id", "fraction", "item__points", "left_out"
    ):
        newest[item] = (attempt, None if left_out else (version, float(fraction), float(points)))
    found: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for attempt, mark in newest.values():
        if mark is not None:
            found[attempt].append(mark)
    return found


def _day(at: datetime) -> int:
    return (timezone.localdate(at) - _EPOCH).days


def _registration(purpose: str) -> int | None:
    kind, _colon, rest = purpose.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == PURPOSE and number.isdigit() else None
