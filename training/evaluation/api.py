"""The door of evaluation, for dashboards above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from portal.network.api import Viewer
from training.assessments.models import Attempt
from training.evaluation.checks import checks
from training.evaluation.comparing import SMALLEST
from training.evaluation.models import SurveyResponse
from training.evaluation.theory.intervals import wilson

__all__ = ["PassRate", "Satisfaction", "checks", "open_checks", "pass_rates", "satisfaction"]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The mean of all answers from 1 to 5, of `n` people."""

    mean: float
    n: int


@dataclass(frozen=True, slots=True)
class PassRate:
    """`passed` of `n` graded attempts, and the 95 % interval of the share."""

    passed: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.passed / self.n


def satisfaction(*, course_ids: Sequence[int]) -> dict[int, Satisfaction]:
    """By course; a course with fewer than five answers is left out. For staff of the maker: it asks no viewer. One
    statement."""
    rows = (
        SurveyResponse.objects.filter(course__in=course_ids, satisfaction__isnull=False)
        .order_by()
        .values("course")
        .annotate(mean=Avg("satisfaction"), n=Count("pk"))
    )
    return {row["course"]: Satisfaction(row["mean"], row["n"]) for row in rows if row["n"] >= SMALLEST}


def pass_rates(*, assessment_ids: Sequence[int]) -> dict[int, PassRate]:
    """By assessment, of all graded attempts; one without any is left out. For staff of the maker. One statement."""
    rows = (
        Attempt.objects.filter(assessment__in=assessment_ids, state=Attempt.State.GRADED, passed__isnull=False)
        .order_by()
        .values("assessment")
        .annotate(passes=Count("pk", filter=Q(passed=True)), n=Count("pk"))
    )
    found = {}
    for row in rows:
        low, high = wilson(row["passes"], row["n"]) or (0.0, 1.0)
        found[row["assessment"]] = PassRate(row["passes"], row["n"], low, high)
    return found


def open_checks(*, viewer: Viewer) -> int:
    """How many on-the-job checks wait for the viewer. `checks` gives them."""
    return checks(viewer=viewer).count() if viewer.managed_dealers else 0
