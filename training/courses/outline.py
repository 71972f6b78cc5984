"""The modules and lessons of a version of a course, read from what the version keeps. No database.

A lesson's id is that of its block in the editor: it stays when the lesson is edited or moved, so that a person who is
moved to a newer version keeps what they have done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Before:
    """A lesson that has to be done before, with at least so many `percent` of its score (0: any)."""

    lesson: str
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """`value` is what the block keeps, by field. `minutes` is the author's estimate; `available_from` a day of the
    portal's time zone; `days` are counted from the day on which the person began."""

    id: str
    kind: str
    title: str
    module: int
    minutes: int = 0
    required: bool = True
    available_from: date | None = None
    days: int = 0
    after: tuple[Before, ...] = ()
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Module:
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Outline:
    modules: tuple[Module, ...]

    @classmethod
    def read(cls, body: Sequence[Mapping[str, Any]]) -> Outline:
        """The outline of a course's body as the editor's field keeps it."""
        modules = []
        for number, block in enumerate(body):
            lessons = tuple(_lesson(entry, number) for entry in block["value"].get("lessons", ()))
            modules.append(Module(block["value"].get("title", ""), lessons))
        return cls(tuple(modules))

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons, in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def required(self) -> frozenset[str]:
        """What must be completed: the required lessons or, where none is, all of them."""
        needed = frozenset(lesson.id for lesson in self.lessons if lesson.required)
        return needed or frozenset(lesson.id for lesson in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, lesson_id: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)

    def beside(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after it."""
        at = self.lessons.index(lesson)
        before = self.lessons[at - 1] if at else None
        return before, self.lessons[at + 1] if at + 1 < len(self.lessons) else None


def _lesson(entry: Mapping[str, Any], module: int) -> Lesson:
    value = entry["value"]
    day = value.get("available_from")
    return Lesson(
        id=entry["id"],
        kind=entry["type"],
        title=value.get("title", ""),
        module=module,
        minutes=value.get("minutes") or 0,
        required=value.get("required", True),
        available_from=date.fromisoformat(day) if day else None,
        days=value.get("days") or 0,
        after=tuple(_before(one.get("value", one)) for one in value.get("after") or ()),
        value=value,
    )


def _before(value: Mapping[str, Any]) -> Before:
    return Before(lesson=str(value.get("lesson") or ""), percent=value.get("percent") or 0)
