"""The retention that is aimed at, by course."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from training.courses.api import Course
from training.refresher.models import RetentionGoal


def retention_of(courses: Iterable[Course]) -> dict[int, float]:
    """By course: its own goal, else its department's, else the portal's. One statement."""
    courses = list(courses)
    goals = RetentionGoal.objects.filter(department__in={course.department_id for course in courses})
    kept = {(goal.department_id, goal.course_id): float(goal.retention) for goal in goals}
    return {
        course.pk: kept.get(
            (course.department_id, course.pk),
            kept.get((course.department_id, None), settings.REFRESHER_RETENTION),
        )
        for course in courses
    }
