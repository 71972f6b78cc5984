"""Attempts as arrays: a row for each question of each attempt, in numbers only.

A hundred thousand attempts of forty questions are four million rows. They are read from the digests of the attempts,
in one statement, and never become objects: 16 bytes a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import FloatField, IntegerField
from django.db.models.functions import Cast

from training.assessments.models import Attempt
from training.evaluation.digesting import MARK
from training.evaluation.models import AttemptDigest

CHUNK = 5_000

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tries:
    """The attempts that are looked at, in the order of their ids. `share` is the score, `user` the person, `day` when
    it was handed in, `registration` the id of the one that it was part of, 0 for none."""

    ids: Ints
    user: Ints
    share: npt.NDArray[np.float64]
    passed: npt.NDArray[np.bool_]
    day: npt.NDArray[np.datetime64]
    registration: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Marks:
    """A row for each question that counts: whose attempt (its place in `Tries`), which version, what it was worth
    (`fraction` of `points`)."""

    attempt: npt.NDArray[np.int32]
    version: npt.NDArray[np.int32]
    fraction: npt.NDArray[np.float32]
    points: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.attempt)


def read(assessment_id: int, *, first_only: bool) -> tuple[Tries, Marks]:
    """The graded attempts that have a digest, or each person's first, and their marks. One statement."""
    rows = (
        AttemptDigest.objects.filter(
            assessment=assessment_id, attempt__state=Attempt.State.GRADED, attempt__share__isnull=False
        )
        .order_by("pk")
        .values_list(
            "pk",
            "attempt__user_id",
            Cast("attempt__share", FloatField()),
            Cast("attempt__passed", IntegerField()),
            "day",
            "registration",
            "marks",
        )
    )
    numbers: list[tuple[Any, ...]] = []
    packed: list[npt.NDArray[np.void]] = []
    lengths: list[int] = []
    people: set[int] = set()
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        if first_only:
            chunk = [row for row in chunk if row[1] not in people and not people.add(row[1])]  # type: ignore[func-returns-value]
        numbers.extend((*row[:5], row[5] or 0) for row in chunk)
        lengths.extend(len(row[6]) // MARK.itemsize for row in chunk)
        packed.append(np.frombuffer(b"".join(row[6] for row in chunk), dtype=MARK))
    table = np.array(numbers, dtype=np.float64).reshape(-1, 6)
    marks = np.concatenate(packed) if packed else np.zeros(0, dtype=MARK)
    tries = Tries(
        ids=table[:, 0].astype(np.int64),
        user=table[:, 1].astype(np.int64),
        share=table[:, 2].copy(),
        passed=table[:, 3] == 1,
        day=table[:, 4].astype(np.int64).astype("datetime64[D]"),
        registration=table[:, 5].astype(np.int64),
    )
    attempt = np.repeat(np.arange(len(tries), dtype=np.int32), lengths)
    return tries, Marks(attempt, marks["version"].copy(), marks["fraction"].copy(), marks["points"].copy())
