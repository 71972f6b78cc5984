"""From what was seen, item by item, to passed or not. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.courses.outline import Lesson

RIGHT, WRONG, NOT_SEEN = "right", "wrong", "not_seen"
RESULTS = (RIGHT, WRONG, NOT_SEEN)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist. A critical one has to be right, whatever the others are."""

    text: str
    critical: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`share` of the items that were right, 0 to 1."""

    passed: bool
    share: Decimal


def checklist(lesson: Lesson) -> list[Item]:
    """What is observed in a practical lesson, in order."""
    entries = [one.get("value", one) for one in lesson.value.get("checklist") or ()]
    return [Item(text=entry["text"], critical=bool(entry.get("critical"))) for entry in entries]


def verdict(*, items: Sequence[Item], results: Sequence[str], percent: int) -> Verdict:
    """Passed when every critical item and at least `percent` of all were right; what was not seen was not right.
    Raises ValueError unless there is one known result for each item."""
    if len(results) != len(items) or not set(results) <= set(RESULTS) or not items:
        raise ValueError("not one known result for each item")
    right = [one == RIGHT for one in results]
    share = Decimal(sum(right)) / len(items)
    critical = all(was_right for item, was_right in zip(items, right, strict=True) if item.critical)
    return Verdict(passed=critical and sum(right) * 100 >= percent * len(items), share=share)


def asks(lesson: Lesson) -> Mapping[str, Any]:
    """What the lesson asks: `share` in percent, `photos`, `manager_may`."""
    value = lesson.value
    return {
        "share": value.get("share") or 100,
        "photos": value.get("photos") or 0,
        "manager_may": value.get("assessor") == "manager",
    }
