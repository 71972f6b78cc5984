"""Whether anything of the demo is older than what it refers to."""

from __future__ import annotations

from django.db.models import F, Model

from portal.notices.models import Notice
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.certification.models import CertificationPeriod, Credential, CurriculumProgress, StandingChange
from training.courses.models import LessonState, Observation, Reading, Registration, SignOff
from training.enrolment.models import RuleEnrolment, RuleRun
from training.evaluation.models import JobCheck
from training.needs.models import CompetencyEvidence
from training.refresher.models import Card, QuizItem, Review
from training.sessions.models import Attendance, Booking, Session

PAIRS: tuple[tuple[type[Model], str, str], ...] = (
    (Attempt, "created_at", "assessment__created_at"),
    (Attempt, "created_at", "user__date_joined"),
    (AttemptItem, "attempt__created_at", "question_version__created_at"),
    (Response, "saved_at", "item__attempt__started_at"),
    (Mark, "graded_at", "item__attempt__submitted_at"),
    (Registration, "created_at", "version__published_at"),
    (Registration, "created_at", "course__first_published_at"),
    (Registration, "created_at", "user__date_joined"),
    (LessonState, "opened_at", "registration__created_at"),
    (Reading, "read_at", "edition__received_at"),
    (Reading, "read_at", "state__opened_at"),
    (SignOff, "asked_at", "registration__created_at"),
    (Observation, "observed_at", "sign_off__asked_at"),
    (CurriculumProgress, "updated_at", "version__published_at"),
    (CertificationPeriod, "awarded_at", "version__published_at"),
    (CertificationPeriod, "awarded_at", "certification__user__date_joined"),
    (Credential, "issued_at", "period__awarded_at"),
    (StandingChange, "at", "period__awarded_at"),
    (Session, "created_at", "course__first_published_at"),
    (Booking, "created_at", "session__created_at"),
    (Booking, "created_at", "user__date_joined"),
    (Attendance, "marked_at", "booking__created_at"),
    (RuleRun, "created_at", "rule__created_at"),
    (RuleEnrolment, "at", "registration__created_at"),
    (JobCheck, "rated_at", "registration__completed_at"),
    (CompetencyEvidence, "created_at", "user__date_joined"),
    (Notice, "created_at", "user__date_joined"),
    (Card, "created_at", "registration__completed_at"),
    (QuizItem, "quiz__started_at", "card__created_at"),
    (QuizItem, "quiz__started_at", "question_version__created_at"),
    (Review, "at", "item__quiz__started_at"),
)
"""A model, when a row of it came to be, and when that came to be which it refers to."""


def misdated() -> list[str]:
    """What is older than what it refers to, and how often."""
    found = {
        f"{model.__name__}.{at} before {before}": model._default_manager.filter(**{f"{at}__lt": F(before)}).count()
        for model, at, before in PAIRS
    }
    return [f"{what}: {number}" for what, number in found.items() if number]
