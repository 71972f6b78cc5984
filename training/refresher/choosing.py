"""Which of the due cards a quiz asks. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A card that is due; `retrievability` is the chance that it is known still."""

    card: int
    question: int
    course: int
    due_at: datetime
    retrievability: float


def choose(due: Iterable[Due], *, most: int) -> list[Due]:
    """At most so many, what is nearest to being forgotten first, the longest due first among equals. Courses take
    turns, so that a course that brought many questions does not keep the others out. The order in which cards are given
    makes no difference."""
    by_course: dict[int, list[Due]] = {}
    for one in sorted(due, key=_urgency):
        by_course.setdefault(one.course, []).append(one)
    turns = [(turn, _urgency(one), one) for queue in by_course.values() for turn, one in enumerate(queue)]
    return [one for _turn, _rank, one in sorted(turns, key=lambda entry: entry[:2])][:most]


def _urgency(one: Due) -> tuple[float, datetime, int]:
    return one.retrievability, one.due_at, one.question
