"""What completes a course: the required lessons, so many of the others, a mean score. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.courses.outline import Outline


@dataclass(frozen=True, slots=True)
class Rules:
    """`electives`: how many of the lessons that are not required. `pass_percent`: the mean score to reach, 0 to 100."""

    electives: int = 0
    pass_percent: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Rules:
        return cls(electives=int(kept.get("electives", 0)), pass_percent=int(kept.get("pass_percent", 0)))

    def write(self) -> dict[str, int]:
        """As a version keeps them: what is not asked is not there."""
        asked = {"electives": self.electives, "pass_percent": self.pass_percent}
        return {name: value for name, value in asked.items() if value}


GRAIN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How far: `done` of `needed` lessons, and the mean score to six places, None without one."""

    done: int
    needed: int
    mean: Decimal | None
    complete: bool


def required_of(outline: Outline, rules: Rules) -> frozenset[str]:
    """The lessons that everybody completes: those marked or, where none is and no number of others is asked, all."""
    if rules.electives and not any(lesson.required for lesson in outline.lessons):
        return frozenset()
    return outline.required


def fulfilment(
    outline: Outline, rules: Rules, *, completed: frozenset[str], scores: Mapping[str, Decimal]
) -> Fulfilment:
    """How far somebody is who has completed these lessons with these scores. A course without lessons is never
    complete. The mean is of the course's lessons that have a score."""
    required = required_of(outline, rules)
    others = frozenset(lesson.id for lesson in outline.lessons) - required
    electives = min(rules.electives, len(others))
    done = len(completed & required) + min(electives, len(completed & others))
    needed = len(required) + electives
    found = [scores[lesson.id] for lesson in outline.lessons if lesson.id in scores]
    mean = sum(found, Decimal(0)) / len(found) if found else None
    reached = not rules.pass_percent or (mean is not None and mean * 100 >= rules.pass_percent)
    # Rounded here, as it is kept: databases round a half each in their own way.
    kept = mean.quantize(GRAIN) if mean is not None else None
    return Fulfilment(done=done, needed=needed, mean=kept, complete=bool(needed) and done == needed and reached)
