"""What evaluation does when an attempt is scored."""

from __future__ import annotations

from training.assessments.api import attempt_scored
from training.assessments.models import Attempt
from training.evaluation.digesting import digest


def connect() -> None:
    attempt_scored.connect(_scored, sender=Attempt, dispatch_uid="evaluation.scored")


def _scored(*, attempt: Attempt, **_kwargs: object) -> None:
    if attempt.state == Attempt.State.GRADED:
        digest([attempt])
