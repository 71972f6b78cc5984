"""Which lessons may be opened, and what the others wait for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from training.courses.outline import Lesson, Outline


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a course. `scores` holds the best score, 0 to 1, of each lesson that has one;
    `started` is the day on which they began, None before."""

    today: date
    completed: frozenset[str] = frozenset()
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that a lesson waits for: a `day`, a `lesson` to be done, a `percent` to be reached in it, or `days`
    after a start that has not been."""

    day: date | None = None
    lesson: Lesson | None = None
    percent: int = 0
    days: int = 0


def open_lessons(outline: Outline, standing: Standing, *, in_order: bool) -> frozenset[str]:
    """The lessons that wait for nothing."""
    return frozenset(one for one, found in waits(outline, standing, in_order=in_order).items() if not found)


def waits(outline: Outline, standing: Standing, *, in_order: bool) -> dict[str, tuple[Wait, ...]]:
    """What each lesson waits for, by id: its day, so many days since the start, the lessons that its author named and,
    in a course that goes in order, the first required lesson before it that is not done. What was completed waits for
    nothing. A lesson that is not in the course any more holds nobody up."""
    found: dict[str, tuple[Wait, ...]] = {}
    holding: Lesson | None = None
    for lesson in outline.lessons:
        missing = [] if lesson.id in standing.completed else _of_itself(lesson, outline, standing)
        named = any(one.lesson == holding for one in missing)
        if in_order and holding is not None and lesson.id not in standing.completed and not named:
            missing.append(Wait(lesson=holding))
        if holding is None and lesson.id in outline.required and lesson.id not in standing.completed:
            holding = lesson
        found[lesson.id] = tuple(missing)
    return found


def _of_itself(lesson: Lesson, outline: Outline, standing: Standing) -> list[Wait]:
    missing = []
    if lesson.available_from is not None and lesson.available_from > standing.today:
        missing.append(Wait(day=lesson.available_from))
    if lesson.days:
        if standing.started is None:
            missing.append(Wait(days=lesson.days))
        elif (day := standing.started + timedelta(days=lesson.days)) > standing.today:
            missing.append(Wait(day=day))
    for before in lesson.after:
        other = outline.lesson(before.lesson)
        if other is None:
            continue
        reached = standing.scores.get(other.id, Decimal(0)) * 100 >= before.percent
        if other.id not in standing.completed or not reached:
            missing.append(Wait(lesson=other, percent=before.percent))
    return missing
