"""What may be found of courses: the text of lessons and what is said in films, and no answer key. For who indexes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from portal.core import storage
from portal.network.api import Visibility
from training.courses.captions import captions_of
from training.courses.models import Course, CourseVersion, LessonFile
from training.courses.outline import Lesson

_TIMES = re.compile(r"^((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s+-->\s")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said in a film from this second on, in the words of captions or subtitles in this language."""

    seconds: float
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SearchableLesson:
    """`text` is what the lesson says; an assessment says its title alone, because questions are not to be found."""

    id: str
    kind: str
    title: str
    module: str
    text: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class SearchableCourse:
    """A published course: its lessons as its newest version has them, its title as it is called now, which makes no new
    version. `visibility` says who may find it."""

    id: int
    version: int
    code: str
    title: str
    summary: str
    objectives: str
    language: str
    level: str
    minutes: int
    department: str
    published_at: datetime
    visibility: Visibility
    lessons: tuple[SearchableLesson, ...]


def searchable_lessons(*, course_ids: Collection[int]) -> Iterator[SearchableCourse]:
    """Each live and published course of these. A fixed number of statements for all of them; captions are read from
    the store."""
    audience = [f"audience_{name}" for name in ("brands", "regions", "tiers", "roles", "dealers")]
    found = Course.objects.filter(pk__in=course_ids, live=True).select_related("department").defer("body")
    newest: dict[int, CourseVersion] = {}
    for version in CourseVersion.objects.filter(course__in=course_ids).order_by("number"):
        newest[version.course_id] = version
    captions = _captions(newest.values())
    for course in found.prefetch_related(*audience).order_by("pk"):
        if course.pk in newest:
            yield _course(course, newest[course.pk], captions)


def _course(course: Course, version: CourseVersion, captions: Mapping[int, LessonFile]) -> SearchableCourse:
    outline = version.outline
    return SearchableCourse(
        id=course.pk,
        version=version.number,
        code=course.document_number,
        title=course.title,
        summary=course.summary,
        objectives=get_text_for_indexing(course.objectives),
        language=course.language,
        level=course.level,
        minutes=outline.minutes,
        department=course.department.name,
        published_at=version.published_at,
        visibility=course.visibility(),
        lessons=tuple(
            SearchableLesson(
                id=lesson.id,
                kind=lesson.kind,
                title=lesson.title,
                module=outline.modules[lesson.module].title,
                text=text_of(lesson),
                cues=tuple(
                    cue
                    for one in captions_of(lesson.value, spoken=course.language)
                    for cue in _cues(captions.get(one.file), one.language)
                ),
            )
            for lesson in outline.lessons
        ),
    )


def text_of(lesson: Lesson) -> str:
    """What a lesson says to who takes it, as plain text."""
    value = lesson.value
    said = [value.get("note"), value.get("introduction"), get_text_for_indexing(value.get("task") or "")]
    for part in value.get("content") or ():
        said += _said(part["type"], part["value"])
    said += [_entry(one)["text"] for one in value.get("checklist") or ()]
    said += [_entry(one)["title"] for one in value.get("chapters") or ()]
    return "\n".join(one for one in said if one)


def _said(kind: str, value: Any) -> list[str]:
    match kind:
        case "text":
            return [get_text_for_indexing(value)]
        case "picture":
            return [value.get("alt", ""), value.get("caption", "")]
        case _:
            return [get_text_for_indexing(value.get("text") or "")]


def _entry(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The value of an entry of a list, whether the editor kept an id with it or not."""
    return entry.get("value", entry)


def _captions(versions: Collection[CourseVersion]) -> dict[int, LessonFile]:
    wanted = {
        one.file
        for version in versions
        for lesson in version.outline.lessons
        for one in captions_of(lesson.value, spoken="")
    }
    return LessonFile.objects.in_bulk(wanted)


def _cues(file: LessonFile | None, language: str) -> tuple[Cue, ...]:
    if file is None:
        return ()
    try:
        data = storage.read_bytes(name=file.stored_as)
    except storage.FileMissing:
        return ()
    return tuple(replace(cue, language=language) for cue in cues_of(data.decode("utf-8", "replace")))


def cues_of(captions: str) -> Iterator[Cue]:
    """The cues of a WebVTT file, in order, without markup. What is no cue (notes, styles, regions) is passed over.
    https://www.w3.org/TR/webvtt1/#file-structure"""
    for block in re.split(r"\n[ \t]*\n", captions.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if _TIMES.match(line)), None)
        if at is None:
            continue
        match = _TIMES.match(lines[at])
        text = " ".join(_MARKUP.sub("", line).strip() for line in lines[at + 1 :]).strip()
        if match is not None and text:
            yield Cue(_seconds(match[1]), text)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
