"""Which fault codes a lesson teaches by the pages of a manual that it has people read.

A code of a page is a fact of the manual: it is taken over only where everybody who may find the course may open the
manual, or a suggestion would tell of a page that is not theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from content.library.models import Edition, EditionPage, Manual
from portal.network.api import Visibility
from portal.network.audience import DIMENSIONS
from training.courses.api import CourseVersion, SearchableCourse

FAULT_CODE = "fault_code"
MOST_PAGES = 500
"""Of a reading: who has people read a whole manual teaches no single code of it."""


@dataclass(frozen=True, slots=True)
class _Reading:
    course_id: int
    lesson: str
    manual_id: int
    first: int
    last: int


def codes_read(courses: Collection[SearchableCourse]) -> dict[tuple[int, str], tuple[str, ...]]:
    """{(course id, lesson id): fault codes} of the pages as the edition in force has them. Nine statements at most."""
    asked = list(_readings(courses))
    manual_ids = {one.manual_id for one in asked}
    if not manual_ids:
        return {}
    manuals = Manual.objects.filter(pk__in=manual_ids, live=True)
    manuals = manuals.prefetch_related(*(f"audience_{name}" for name in DIMENSIONS))
    seen = {manual.pk: manual.visibility() for manual in manuals}
    visibility = {course.id: course.visibility for course in courses}
    now = timezone.now()
    asked = [
        one for one in asked if one.manual_id in seen and covers(seen[one.manual_id], visibility[one.course_id], at=now)
    ]
    pages = _codes_of_pages(asked)
    return {(one.course_id, one.lesson): _codes(pages[one.manual_id], one) for one in asked}


def covers(wide: Visibility, narrow: Visibility, *, at: datetime) -> bool:
    """Whether everybody who may see `narrow` at any time from `at` on may see `wide` then."""
    if not wide.live:
        return False
    opens = max(narrow.effective_from or at, at)
    if wide.effective_from and wide.effective_from > opens:
        return False
    if wide.expires_at and not (narrow.expires_at and narrow.expires_at <= wide.expires_at):
        return False
    return all(_within(getattr(narrow, name), getattr(wide, name)) for name in DIMENSIONS)


def _within(narrow: frozenset[int], wide: frozenset[int]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _readings(courses: Collection[SearchableCourse]) -> Iterable[_Reading]:
    numbers = {course.id: course.version for course in courses if any(one.kind == "reading" for one in course.lessons)}
    for version in CourseVersion.objects.filter(course__in=numbers).order_by("course", "number"):
        if version.number != numbers[version.course_id]:
            continue
        for lesson in version.outline.lessons:
            if lesson.kind == "reading" and lesson.value.get("manual"):
                first, last = lesson.value.get("first_page") or 1, lesson.value.get("last_page") or 1
                last = min(last, first + MOST_PAGES)
                yield _Reading(version.course_id, lesson.id, lesson.value["manual"], first, last)


def _codes_of_pages(asked: Collection[_Reading]) -> Mapping[int, list[tuple[int, list[str]]]]:
    """{manual: [(page number, its fault codes)]} of the editions in force."""
    found: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
    if not asked:
        return found
    editions = Edition.objects.in_force(at=timezone.now()).filter(manual__in={one.manual_id for one in asked})
    in_force = dict(editions.values_list("pk", "manual"))
    rows = EditionPage.objects.filter(
        edition__in=in_force,
        number__gte=min(one.first for one in asked),
        number__lte=max(one.last for one in asked),
    ).order_by("edition", "number")
    for edition_id, number, identifiers in rows.values_list("edition", "number", "identifiers").iterator():
        codes = [normal for kind, _text, normal in identifiers if kind == FAULT_CODE]
        if codes:
            found[in_force[edition_id]].append((number, codes))
    return found


def _codes(pages: Iterable[tuple[int, list[str]]], reading: _Reading) -> tuple[str, ...]:
    wanted = (codes for number, codes in pages if reading.first <= number <= reading.last)
    return tuple(dict.fromkeys(code for codes in wanted for code in codes))
