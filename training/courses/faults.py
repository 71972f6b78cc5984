"""Rules of a course that nobody could ever fulfil. Pure, but for the sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from training.courses.fulfilment import Rules, required_of
from training.courses.outline import Lesson, Outline

SCORED = ("assessment", "practical")
"""Kinds of lesson that have a score."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` is a key of `fault_sentence`."""

    kind: str
    lesson: Lesson | None = None
    number: int = 0


def faults(outline: Outline, *, rules: Rules, in_order: bool) -> list[Fault]:
    """What is wrong with the rules of a course, in the order of its lessons."""
    found = []
    for lesson in outline.lessons:
        for before in lesson.after:
            other = outline.lesson(before.lesson)
            if other is None:
                found.append(Fault("gone", lesson))
            elif before.percent and other.kind not in SCORED:
                found.append(Fault("no_score", lesson))
    waiting = _waits_for(outline, in_order)
    found += [Fault("circle", lesson) for lesson in outline.lessons if _leads_to(lesson.id, waiting)]
    others = len(outline.lessons) - len(required_of(outline, rules))
    if rules.electives > others:
        found.append(Fault("electives", number=others))
    if rules.pass_percent and not any(lesson.kind in SCORED for lesson in outline.lessons):
        found.append(Fault("unscored"))
    return found


def _waits_for(outline: Outline, in_order: bool) -> dict[str, set[str]]:
    """The lessons that each waits for directly."""
    found: dict[str, set[str]] = {}
    earlier: set[str] = set()
    for lesson in outline.lessons:
        found[lesson.id] = {one.lesson for one in lesson.after} | (earlier if in_order else set())
        if lesson.id in outline.required:
            earlier = earlier | {lesson.id}
    return found


def _leads_to(start: str, waiting: dict[str, set[str]]) -> bool:
    """Whether the lesson waits for itself, by whatever way round."""
    seen: set[str] = set()
    ahead = set(waiting.get(start, ()))
    while ahead:
        one = ahead.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            ahead |= waiting.get(one, set())
    return False


def fault_sentence(fault: Fault) -> str:
    """What to tell the author."""
    title = fault.lesson.title if fault.lesson else ""
    match fault.kind:
        case "gone":
            return _("“%(lesson)s” waits for a lesson that is not in the course.") % {"lesson": title}
        case "no_score":
            return _("“%(lesson)s” waits for a score of a lesson that has none.") % {"lesson": title}
        case "circle":
            return _("“%(lesson)s” waits for itself, because of lessons that wait for one another.") % {"lesson": title}
        case "electives":
            return _("Only %(number)s lessons are optional: ask for no more of them.") % {"number": fault.number}
        case _:
            return _("A mean score is asked, but no lesson has a score.")
