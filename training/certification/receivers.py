"""What certification does when a course is completed, and when its authors publish."""

from __future__ import annotations

from typing import Any

from wagtail.signals import published

from training.certification.considering import reconsider
from training.certification.models import CertificationScheme, Curriculum
from training.certification.publishing import publish_curriculum, publish_scheme
from training.courses.api import Registration, course_completed


def connect() -> None:
    course_completed.connect(_completed, sender=Registration, dispatch_uid="certification.completed")
    published.connect(_curriculum_published, sender=Curriculum, dispatch_uid="certification.curriculum")
    published.connect(_scheme_published, sender=CertificationScheme, dispatch_uid="certification.scheme")


def _completed(*, registration: Registration, **_kwargs: object) -> None:
    reconsider(user_id=registration.user_id, course_ids=[registration.course_id])


def _curriculum_published(*, instance: Curriculum, revision: Any = None, **_kwargs: object) -> None:
    publish_curriculum(curriculum=instance, actor=revision.user if revision is not None else None)


def _scheme_published(*, instance: CertificationScheme, revision: Any = None, **_kwargs: object) -> None:
    publish_scheme(scheme=instance, actor=revision.user if revision is not None else None)
