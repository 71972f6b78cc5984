"""What a survey asks: read from the lesson of a version. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.courses.outline import Lesson, Outline

KIND = "survey"
SCALE = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """`kind` is "scale" (1 to 5), "choice" (of `options`, by id) or "text". `id` is that of the block in the editor:
    answers to a question that was moved or reworded in a later version stand together."""

    id: str
    text: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()


def questions_of(lesson: Lesson) -> tuple[SurveyQuestion, ...]:
    """The questions of a lesson of this kind, in order."""
    found = []
    for number, entry in enumerate(lesson.value.get("questions", ())):
        value, name = _item(entry, f"q{number + 1}")
        options = tuple(
            (key, str(text))
            for text, key in (_item(one, f"o{at + 1}") for at, one in enumerate(value.get("options", ())))
        )
        found.append(
            SurveyQuestion(
                id=name, text=value["text"], kind=value["kind"], options=options if value["kind"] == "choice" else ()
            )
        )
    return tuple(found)


def surveys_of(outline: Outline) -> tuple[Lesson, ...]:
    """The lessons of a version that are surveys."""
    return tuple(lesson for lesson in outline.lessons if lesson.kind == KIND)


def _item(entry: Any, name: str) -> tuple[Any, str]:
    """An entry of a list as the editor keeps it, with its id, or bare as an import may give it."""
    if isinstance(entry, Mapping) and entry.get("type") == "item":
        return entry["value"], str(entry.get("id") or name)[:40]
    return entry, name
