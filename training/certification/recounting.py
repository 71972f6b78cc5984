"""Bringing everybody up to date whom a new version of a curriculum or a scheme concerns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from training.certification.considering import reconsider
from training.certification.earning import paths_of
from training.certification.models import (
    Certification,
    CertificationScheme,
    CurriculumProgress,
    Equivalence,
    PriorLearning,
)
from training.certification.progress import concerned_by
from training.courses.api import Registration


def recount_curriculum(*, curriculum_id: int) -> int:
    """Everybody who is on the way in a curriculum, or has something that it asks for. Gives how many people. A person
    at a time, so that one that fails leaves the others whole; doing it again changes nothing."""
    people = 0
    concerned = concerned_by(curriculum_ids=[curriculum_id])
    for user_id in _people_of([curriculum_id]):
        reconsider(user_id=user_id, curriculum_ids=concerned)
        people += 1
    return people


def reconsider_scheme(*, scheme_id: int) -> int:
    """Everybody who may have earned a certification by its newest rules. Gives how many people."""
    scheme = CertificationScheme.objects.select_related("current").filter(pk=scheme_id).first()
    if scheme is None or scheme.current is None:
        return 0
    curricula = set(scheme.current.paths.values_list("curriculum", flat=True))
    people = 0
    for user_id in _people_of(curricula):
        reconsider(user_id=user_id, curriculum_ids=curricula, scheme_ids=[scheme_id])
        people += 1
    return people


def _people_of(curriculum_ids: list[int] | set[int]) -> Iterator[int]:
    paths = paths_of(curriculum_ids)
    items = {item for path in paths.values() for demand in path.demands for item in demand.items}
    courses = {item.id for item in items if item.kind == "course"}
    courses |= set(
        Equivalence.objects.filter(course__in=courses, by_course__isnull=False).values_list("by_course", flat=True)
    )
    yield from _union(
        CurriculumProgress.objects.filter(curriculum__in=paths).values_list("user", flat=True),
        Registration.objects.filter(course__in=courses, state=Registration.State.COMPLETED).values_list(
            "user", flat=True
        ),
        PriorLearning.objects.filter(course__in=courses, state=PriorLearning.State.APPROVED).values_list(
            "user", flat=True
        ),
        Certification.objects.filter(scheme__in=[item.id for item in items if item.kind == "scheme"]).values_list(
            "user", flat=True
        ),
    )


def _union(*queries: QuerySet[Any, int]) -> list[int]:
    found: set[int] = set()
    for query in queries:
        found.update(query.order_by().distinct())
    return sorted(found)


def recount_course(*, course_id: int) -> int:
    """Everybody who has something that counts for a course. Gives how many people."""
    counts = Equivalence.objects.filter(course=course_id, by_course__isnull=False).values("by_course")
    done = Registration.objects.filter(course__in=counts, state=Registration.State.COMPLETED)
    people = _union(done.values_list("user", flat=True))
    for user_id in people:
        reconsider(user_id=user_id, course_ids=[course_id])
    return len(people)
