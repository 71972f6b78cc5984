"""What evaluation does when an attempt is scored, and when a course is completed."""

from __future__ import annotations

from training.assessments.api import attempt_scored
from training.assessments.models import Attempt
from training.courses.api import Registration, course_completed
from training.evaluation.checks import plan_check
from training.evaluation.digesting import digest


def connect() -> None:
    attempt_scored.connect(_scored, sender=Attempt, dispatch_uid="evaluation.scored")
    course_completed.connect(_completed, sender=Registration, dispatch_uid="evaluation.completed")


def _scored(*, attempt: Attempt, **_kwargs: object) -> None:
    if attempt.state == Attempt.State.GRADED:
        digest([attempt])


def _completed(*, registration: Registration, **_kwargs: object) -> None:
    plan_check(registration)
