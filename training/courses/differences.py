"""What is different between two versions of a course. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from training.courses.outline import Lesson, Outline

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` is one of those above. `fields` are the names of what changed in a lesson; `before` its old title where
    that is among them."""

    kind: str
    lesson: Lesson
    fields: tuple[str, ...] = ()
    before: str = ""


def differences(old: Outline, new: Outline) -> list[Difference]:
    """Lesson by lesson in the order of the new version, then those taken out. A lesson that is both moved and changed
    is told once, as changed."""
    known = {lesson.id: lesson for lesson in old.lessons}
    stays = {lesson.id for lesson in new.lessons}
    places = {lesson.id: n for n, lesson in enumerate(one for one in old.lessons if one.id in stays)}
    found = []
    at = 0
    for lesson in new.lessons:
        before = known.get(lesson.id)
        if before is None:
            found.append(Difference(ADDED, lesson))
            continue
        if fields := _changed(before, lesson):
            found.append(Difference(CHANGED, lesson, fields, before.title if "title" in fields else ""))
        elif places[lesson.id] != at or _module(old, before) != _module(new, lesson):
            found.append(Difference(MOVED, lesson))
        at += 1
    return found + [Difference(REMOVED, lesson) for lesson in old.lessons if lesson.id not in stays]


def _changed(old: Lesson, new: Lesson) -> tuple[str, ...]:
    names = sorted({*old.value, *new.value})
    return tuple(name for name in names if _text(old.value.get(name)) != _text(new.value.get(name)))


def _text(value: object) -> str:
    return json.dumps(value or None, sort_keys=True)


def _module(outline: Outline, lesson: Lesson) -> str:
    return outline.modules[lesson.module].title
