"""Which options people chose and how long they took, from the newest attempts.

Answers are texts of every kind, so they are not read of all attempts: of SAMPLE attempts a share is known to a few
percent, which is more than a trainer needs to see that a distractor distracts nobody.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import TextField
from django.db.models.functions import Cast

from training.assessments.models import Attempt, Response
from training.bank.shapes import AnyQuestion, Choice, MultipleChoice, TrueFalse
from training.evaluation.reading import Tries
from training.evaluation.theory.items import thirds

SAMPLE = 1_000
NOTHING = ""
"""Stands for no answer among the options."""
TIME_BINS = (10, 20, 30, 45, 60, 90, 120, 180, 300)
"""Upper ends in seconds; what takes longer is in one more."""


@dataclass(slots=True)
class Seen:
    """Of one version: how many of the lower, middle and upper third chose each option, and the seconds from the
    first look to the last answer."""

    options: dict[str, list[int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def sample(assessment_id: int, tries: Tries, asked: Mapping[int, AnyQuestion]) -> dict[int, Seen]:
    """What was seen of each version in `asked`, in the newest SAMPLE of `tries`. One statement."""
    ids = tries.ids[-SAMPLE:]
    if not len(ids):
        return {}
    third = dict(zip(ids.tolist(), thirds(np.round(tries.share[-SAMPLE:], 6)).tolist(), strict=True))
    seen: dict[int, Seen] = defaultdict(Seen)
    for attempt, version, answer, opened, saved in _answers(assessment_id, int(ids[0])):
        if attempt not in third or version not in asked:
            continue
        one = seen[version]
        for option in chosen(asked[version], answer):
            one.options.setdefault(option, [0, 0, 0])[third[attempt]] += 1
        if opened is not None and saved is not None:
            one.seconds.append((saved - opened).total_seconds())
    return dict(seen)


def _answers(assessment_id: int, from_id: int) -> Iterator[tuple[int, int, Any, datetime | None, datetime | None]]:
    """For each question of the attempts from `from_id` on: what was answered at last, when it was shown and when it
    was answered. A question of which nothing was saved was not looked at."""
    rows = (
        Response.objects.filter(
            item__attempt__assessment=assessment_id,
            item__attempt__state=Attempt.State.GRADED,
            item__attempt__gte=from_id,
        )
        .order_by("item_id", "sequence")
        .values_list(
            "item_id",
            "item__attempt_id",
            "item__question_version_id",
            "sequence",
            Cast("answer", TextField()),
            "saved_at",
        )
    )
    # Most answers are one of a few texts.
    read = lru_cache(maxsize=10_000)(json.loads)
    for _item, group in groupby(rows.iterator(chunk_size=10_000), key=lambda row: row[0]):
        saves = list(group)
        _id, attempt, version, _sequence, answer, saved = saves[-1]
        opened = saves[0][5] if saves[0][3] == 0 else None
        yield attempt, version, read(answer or "null"), opened, saved if len(saves) > 1 or opened is None else None


def chosen(asked: AnyQuestion, answer: Any) -> list[str]:
    """The ids of the options in an answer as it is kept; NOTHING where none was chosen. Empty for kinds of question
    without options."""
    given = answer if isinstance(answer, dict) else {}
    match asked:
        case Choice():
            return [given.get("option") or NOTHING]
        case MultipleChoice():
            return list(given.get("options") or [NOTHING])
        case TrueFalse():
            value = given.get("value")
            return [NOTHING if value is None else str(bool(value)).lower()]
        case _:
            return []


def right_options(asked: AnyQuestion) -> dict[str, bool]:
    """The options of a question in their order, and whether each is worth anything."""
    match asked:
        case Choice() | MultipleChoice():
            return {option.id: option.fraction > 0 for option in asked.options}
        case TrueFalse():
            return {"true": asked.answer, "false": not asked.answer}
        case _:
            return {}


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. Quartiles stand for the mean: somebody who went for coffee does not move them."""

    n: int
    lower: float | None
    median: float | None
    upper: float | None
    bins: list[int]


def times(seconds: list[float]) -> Times:
    """How long people took."""
    if not seconds:
        return Times(0, None, None, None, [0] * (len(TIME_BINS) + 1))
    values: npt.NDArray[np.float64] = np.array(seconds)
    lower, median, upper = (float(one) for one in np.percentile(values, [25, 50, 75]))
    counts = np.bincount(np.searchsorted(TIME_BINS, values, "left"), minlength=len(TIME_BINS) + 1)
    return Times(len(values), lower, median, upper, [int(count) for count in counts])
