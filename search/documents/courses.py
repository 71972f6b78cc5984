"""Courses as passages: one for the course, one per lesson, one per half minute of what is said in a film.

Of the newest version of every course that is live. What a question asks and what answers it is in none of them:
`searchable_lessons` hands out the title of an assessment alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from search.documents import readings, training
from search.documents.cues import clock, said_in
from search.documents.training import identifiers_of, sealed
from search.kinds import TrainingKind
from search.schema import Passage
from training.courses.api import Course, CourseVersion, SearchableCourse, searchable_lessons

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a course a passage stands. No lesson: the course itself. `seconds` of its film, or None."""

    course_id: int
    version: int
    lesson: str = ""
    seconds: int | None = None

    @classmethod
    def read(cls, passage_id: str) -> Place:
        """Of an id that `key` wrote."""
        _course, course_id, version, *rest = passage_id.split(":", 4)
        if not rest:
            return cls(int(course_id), int(version))
        if rest[0] == "l":
            return cls(int(course_id), int(version), rest[1])
        seconds, _colon, lesson = rest[1].partition(":")
        return cls(int(course_id), int(version), lesson, int(seconds))

    @property
    def key(self) -> str:
        """The id in the index. It names the version, so that the database can tell what an older one said."""
        course = f"{publication_key(self.course_id)}:{self.version}"
        if not self.lesson:
            return course
        return f"{course}:l:{self.lesson}" if self.seconds is None else f"{course}:c:{self.seconds}:{self.lesson}"


def publication_key(course_id: int) -> str:
    """The grouping key of a course in the index."""
    return f"course:{course_id}"


def passages_of(*, course_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of these courses. A fixed number of statements; captions are read from the store."""
    brand_codes = training.brand_codes()
    courses = list(searchable_lessons(course_ids=course_ids))
    read = readings.codes_read(courses)
    for course in courses:
        yield from _passages(course, read, brand_codes)


def all_passages() -> Iterator[Passage]:
    """Every passage of a course that belongs in the index."""
    ids = list(Course.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), AT_ONCE):
        yield from passages_of(course_ids=ids[at : at + AT_ONCE])


def readers_of(*, manual_ids: Iterable[int]) -> list[int]:
    """The ids of courses that may have a lesson which reads one of these manuals; too many rather than too few. One
    statement."""
    reads = Q(pk__in=[])
    for manual_id in manual_ids:
        reads |= Q(written__contains=f'"manual": {manual_id}')
    written = CourseVersion.objects.annotate(written=Cast("body", TextField()))
    found = written.filter(reads, course__live=True)
    return list(found.order_by("course").values_list("course", flat=True).distinct())


def _passages(
    course: SearchableCourse, read: Mapping[tuple[int, str], tuple[str, ...]], brand_codes: dict[int, str]
) -> Iterator[Passage]:
    common = _common(course, brand_codes)
    about = "\n".join(filter(None, (course.summary, course.objectives)))
    yield _passage(Place(course.id, course.version), common, number=0, body=about, codes=identifiers_of(about))
    for number, lesson in enumerate(course.lessons, start=1):
        heading = tuple(filter(None, (lesson.module, lesson.title)))
        codes = dict.fromkeys((*identifiers_of(lesson.title, lesson.text), *read.get((course.id, lesson.id), ())))
        yield _passage(
            Place(course.id, course.version, lesson.id),
            common,
            number=number,
            label=str(number),
            heading=heading,
            body=lesson.text,
            codes=tuple(codes),
        )
        for seconds, said in said_in(lesson.cues):
            yield _passage(
                Place(course.id, course.version, lesson.id, seconds),
                common,
                number=number,
                label=clock(seconds),
                heading=heading,
                body=said,
                codes=identifiers_of(said),
            )


def _common(course: SearchableCourse, brand_codes: dict[int, str]) -> dict[str, Any]:
    return {
        **training.no_edition(),
        **training.audience(course.visibility, brand_codes=brand_codes, ends=[course.visibility.expires_at]),
        "kind": TrainingKind.COURSE.value,
        "publication": publication_key(course.id),
        "publication_id": course.id,
        "title": course.title,
        "document_number": course.code,
        "language": course.language,
    }


def _passage(
    place: Place,
    common: Mapping[str, Any],
    *,
    number: int,
    body: str,
    codes: tuple[str, ...],
    label: str = "",
    heading: tuple[str, ...] = (),
) -> Passage:
    return sealed(
        Passage(id=place.key, number=number, label=label, heading=heading, body=body, identifiers=codes, **common)
    )
