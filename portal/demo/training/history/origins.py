"""What the year refers to was there before it began.

Manuals, questions, assessments, courses, paths and rules are made by the doors, which stamp them with now: the moment
at which a demo is first started. They are dated here, all by the same span, so that their order stays. Events are not:
the database lets nobody change what was recorded, the demo neither.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Min, Model
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from content.library.models import Edition
from portal.demo.training.history.learners import moment
from portal.network.models import User
from training.assessments.models import Assessment
from training.bank.models import Media, QuestionVersion
from training.certification.models import CertificationScheme, Curriculum, CurriculumVersion, SchemeVersion
from training.courses.models import CourseVersion, LessonFile
from training.enrolment.models import EnrolmentRule
from training.needs.models import StandardVersion

FOUNDED_DAYS = 420
"""The portal was filled so many days ago: before the first session of the year was announced."""
_PUBLISHED = ("first_published_at", "last_published_at")
STAMPS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (QuestionVersion, ("created_at",)),
    (Media, ("created_at",)),
    (Assessment, ("created_at",)),
    (LessonFile, ("created_at",)),
    (CourseVersion, ("published_at",)),
    (Curriculum, _PUBLISHED),
    (CurriculumVersion, ("published_at",)),
    (CertificationScheme, _PUBLISHED),
    (SchemeVersion, ("published_at",)),
    (StandardVersion, ("issued_at",)),
    (EnrolmentRule, ("created_at",)),
    (Page, (*_PUBLISHED, "latest_revision_created_at")),
    (Revision, ("created_at",)),
    (PageLogEntry, ("timestamp",)),
    (ModelLogEntry, ("timestamp",)),
)
"""What is dated, and by which of its fields."""
_HANDED_OVER = timedelta(days=30)
"""How long before it is in force an edition arrives."""


def date_origins(today: date) -> None:
    """All of it, once."""
    founded = moment(today - timedelta(days=FOUNDED_DAYS), 9)
    back = timezone.now() - founded
    for model, fields in STAMPS:
        rows = model._default_manager.order_by()
        rows.update(**{field: _earlier(field, back) for field in fields})
    _date_editions(founded)
    _date_people(founded)


def _date_editions(founded: datetime) -> None:
    """Some weeks before they are in force; those of long ago with everything else."""
    for edition in Edition.objects.order_by("pk"):
        received = min(edition.received_at, max(founded, edition.effective_from - _HANDED_OVER))
        ready = edition.ready_at and received + (edition.ready_at - edition.received_at)
        Edition.objects.filter(pk=edition.pk).update(received_at=received, ready_at=ready)


def _date_people(founded: datetime) -> None:
    """They joined when they began at their dealer, but not before the portal was there."""
    people = list(User.objects.annotate(began=Min("memberships__starts")).order_by("pk"))
    for user in people:
        user.date_joined = max(founded, moment(user.began, 8)) if user.began else founded
    User.objects.bulk_update(people, ["date_joined"], batch_size=200)


def _earlier(field: str, span: timedelta) -> ExpressionWrapper:
    return ExpressionWrapper(F(field) - span, output_field=DateTimeField())
