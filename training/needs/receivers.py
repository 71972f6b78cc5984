"""What the rooms below tell needs: what showed a level, and what a standard depends on."""

from __future__ import annotations

from typing import Any

from portal.core.dispatch import send_after_commit
from training.assessments.api import attempt_scored
from training.assessments.models import Attempt
from training.certification import api as certification
from training.certification.models import CertificationPeriod, PriorLearning
from training.courses.api import course_completed
from training.courses.models import Registration
from training.needs import evidence
from training.needs.models import LevelRule


def connect() -> None:
    course_completed.connect(_completed, dispatch_uid="needs.completed")
    attempt_scored.connect(_scored, dispatch_uid="needs.scored")
    certification.prior_learning_recognised.connect(_recognised, dispatch_uid="needs.recognised")
    certification.certification_awarded.connect(_held, dispatch_uid="needs.awarded")
    certification.standing_changed.connect(_held, dispatch_uid="needs.standing")


def _completed(*, registration: Registration, **_kwargs: Any) -> None:
    rules = LevelRule.objects.filter(course=registration.course_id).order_by("pk")
    evidence.keep(evidence.of_registration(registration, rules))


def _recognised(*, claim: PriorLearning, **_kwargs: Any) -> None:
    rules = LevelRule.objects.filter(course=claim.course_id).order_by("pk")
    evidence.keep(evidence.of_prior_learning(claim, rules))


def _scored(*, attempt: Attempt, **_kwargs: Any) -> None:
    rules = LevelRule.objects.filter(assessment=attempt.assessment_id).order_by("pk")
    evidence.keep(evidence.of_attempt(attempt, rules))


def _held(*, period: CertificationPeriod, **_kwargs: Any) -> None:
    rules = LevelRule.objects.filter(scheme=period.certification.scheme_id).order_by("pk")
    evidence.keep(evidence.of_period(period, rules))
    send_after_commit("training.needs.tasks.judge_person", period.certification.user_id)
