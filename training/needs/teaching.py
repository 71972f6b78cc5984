"""Which courses close a gap, and why somebody takes a course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from portal.network.api import Viewer
from portal.network.models import User
from training.courses.models import Course
from training.needs.models import Competency, LevelRule
from training.needs.profiles import Need, needs_of


@dataclass(frozen=True, slots=True)
class Teaching:
    """A course and the level that completing it shows."""

    course: Course
    level: int


def teaching(*, viewer: Viewer, competencies: Collection[int]) -> dict[int, list[Teaching]]:
    """competency -> the courses that show a level of it and that the viewer may see, the lowest level first, of the
    same level those in the reader's language. Two statements."""
    rules = list(
        LevelRule.objects.filter(competency__in=competencies, course__isnull=False)
        .order_by("level", "pk")
        .values_list("competency_id", "course_id", "level")
    )
    seen = Course.objects.visible_to(viewer).filter(pk__in={course for _competency, course, _level in rules})
    courses = {course.pk: course for course in seen.filter(versions__isnull=False).defer("body").distinct()}
    found: dict[int, list[Teaching]] = defaultdict(list)
    for competency, course, level in rules:
        if course in courses:
            found[competency].append(Teaching(courses[course], level))
    language = get_language()
    return {
        competency: sorted(offers, key=lambda one: (one.level, one.course.language != language))
        for competency, offers in found.items()
    }


def suggested(need: Need, offers: Iterable[Teaching]) -> list[Teaching]:
    """The courses that bring somebody further: the lowest that reaches what is wanted first, then those below it. None
    for who has what is wanted and keeps it."""
    if need.met and not need.expiring:
        return []
    enough = [one for one in offers if one.level >= need.wanted]
    steps = [one for one in offers if need.reached.level < one.level < need.wanted]
    return sorted(enough, key=lambda one: one.level)[:2] + sorted(steps, key=lambda one: -one.level)[:1]


@dataclass(frozen=True, slots=True)
class Why:
    """A course is taken because it shows a level that the person's job asks for."""

    competency: Competency
    wanted: int
    level: int


def why(*, user: User, courses: Collection[int], day: date | None = None) -> dict[int, list[Why]]:
    """course -> the gaps of the person that it closes or narrows. Five statements, whatever their number."""
    needs = needs_of(users=[user.pk], day=day or timezone.localdate()).get(user.pk, [])
    open_needs = {need.competency_id: need for need in needs if not need.met or need.expiring}
    rules = LevelRule.objects.filter(course__in=courses, competency__in=open_needs).select_related("competency")
    found: dict[int, list[Why]] = defaultdict(list)
    for rule in rules.order_by("competency__name", "pk"):
        need = open_needs[rule.competency_id]
        if rule.level > need.reached.level or need.expiring:
            assert rule.course_id is not None  # noqa: S101  (filtered by it)
            found[rule.course_id].append(Why(rule.competency, need.wanted, need.reached.level))
    return dict(found)
