"""Lessons that a person keeps on a device for a place without a network, and what they did there.

A lesson is kept when it can be reached by lessons that are done by saying so: dates and scores hold as they do in the
portal. What was done on the device is sent when the network is back; it counts from the moment at which it arrives,
because a device's clock proves nothing, and the time the device said is noted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime

from portal.network.models import User
from training.courses.catalogue import Place, place, standing_of
from training.courses.completion import complete_lesson, keep_progress
from training.courses.models import LessonFile
from training.courses.outline import Lesson
from training.courses.release import Standing, open_lessons

DONE_BY_SAYING = ("text", "download")
KEPT_KINDS = (*DONE_BY_SAYING, "video")
"""Of a film its page, chapters and captions; the film itself needs a network."""
LARGEST_FILE = 25 * 2**20
"""Bytes of a file that is kept with its lesson; larger ones need a network."""
MOST_DONE = 200


@dataclass(frozen=True, slots=True)
class Done:
    """A lesson that was done on a device, when by its clock."""

    lesson_id: str
    at: datetime | None


def kept_lessons(found: Place) -> list[Lesson]:
    """The lessons that can be kept, in order."""
    standing = standing_of(found.registration, found.states)
    done = set(standing.completed)
    in_order = found.registration.version.in_order
    while True:
        reached = Standing(standing.today, frozenset(done), standing.scores, standing.started)
        opened = open_lessons(found.outline, reached, in_order=in_order)
        more = {one.id for one in found.outline.lessons if one.id in opened and one.kind in DONE_BY_SAYING} - done
        if not more:
            break
        done |= more
    return [one for one in found.outline.lessons if one.id in opened and one.kind in KEPT_KINDS]


def kept_lesson(found: Place, lesson_id: str) -> Lesson | None:
    """One of them."""
    return next((one for one in kept_lessons(found) if one.id == lesson_id), None)


def on_the_device(found: Place) -> Place:
    """The same, with the addresses under which a device keeps its lessons."""
    return replace(found, is_kept=True)


def may_be_kept(file: LessonFile) -> bool:
    """Whether the file goes with its lesson onto a device."""
    return file.kind != LessonFile.Kind.VIDEO and file.size <= LARGEST_FILE


def read_done(body: object) -> list[Done]:
    """What a device sends: {"done": [{"lesson": id, "at": ISO instant}, ...]}. Raises ValueError."""
    entries = body.get("done") if isinstance(body, Mapping) else None
    if not isinstance(entries, Sequence) or isinstance(entries, str) or len(entries) > MOST_DONE:
        raise ValueError("no list of lessons")
    found = []
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("lesson"), str) or len(entry["lesson"]) > 40:
            raise ValueError("no lesson")
        said = entry.get("at")
        at = parse_datetime(said) if isinstance(said, str) and len(said) <= 40 else None
        found.append(Done(lesson_id=entry["lesson"], at=at))
    return found


def take_over(*, user: User, key: UUID, done: Sequence[Done]) -> dict[str, str]:
    """Complete what was done on a device, in the order of the course. For each lesson "done", "waits" (it is not open
    yet) or "refused" (no lesson that is done by saying so). Sent twice it is done once. Raises NotVisible."""
    found = place(user=user, key=key)
    said = {one.lesson_id: one.at for one in done}
    results = dict.fromkeys(said, "refused")
    for lesson in found.outline.lessons:
        if lesson.id not in said or lesson.kind not in DONE_BY_SAYING:
            continue
        if lesson.id in found.completed:
            results[lesson.id] = "done"
            continue
        if lesson.id not in found.open:
            results[lesson.id] = "waits"
            continue
        at = said[lesson.id]
        keep_progress(
            registration=found.registration,
            lesson=lesson,
            progress={"kept_on_device": True, "said_at": at.isoformat() if at else ""},
        )
        complete_lesson(registration=found.registration, lesson_id=lesson.id)
        results[lesson.id] = "done"
        found = place(user=user, key=key)
    return results
