"""What a course does when a page is published, and when an attempt is scored."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.urls import reverse
from wagtail.signals import page_published, page_unpublished

from content.library.api import publication_changed
from portal.core.dispatch import send_after_commit
from training.assessments.api import Origin, attempt_scored, register_origin
from training.assessments.keeping import register_uses
from training.assessments.models import Attempt
from training.courses.archiving import bring_back
from training.courses.assessing import courses_with
from training.courses.completion import complete_lesson
from training.courses.models import Course, Reading, Registration
from training.courses.signals import course_changed
from training.courses.versions import publish_version

PURPOSE = "registration"


def purpose_of(registration: Registration, lesson_id: str) -> str:
    """What an attempt is for: a lesson of a registration. Read back by `_scored`."""
    return f"{PURPOSE}:{registration.pk}:{lesson_id}"


def connect() -> None:
    page_published.connect(_published, sender=Course, dispatch_uid="courses.published")
    page_unpublished.connect(_changed, sender=Course, dispatch_uid="courses.unpublished")
    post_delete.connect(_changed, sender=Course, dispatch_uid="courses.deleted")
    publication_changed.connect(_manual_changed, dispatch_uid="courses.manual_changed")
    register_origin(PURPOSE, _origin)
    register_uses(courses_with)
    attempt_scored.connect(_scored, sender=Attempt, dispatch_uid="courses.scored")


def _published(*, instance: Course, revision: Any = None, **_kwargs: object) -> None:
    actor = revision.user if revision is not None else None
    publish_version(course=instance, actor=actor)
    bring_back(course=instance, actor=actor)
    course_changed.send(sender=Course, course_id=instance.pk)


def _changed(*, instance: Course, **_kwargs: object) -> None:
    course_changed.send(sender=Course, course_id=instance.pk)


def _manual_changed(*, manual_id: int, **_kwargs: object) -> None:
    if Reading.objects.filter(manual=manual_id).exists():
        send_after_commit("training.courses.tasks.ask_again", manual_id)


def _scored(*, attempt: Attempt, **_kwargs: object) -> None:
    """A passed attempt completes its lesson. One that a regrade fails takes nothing back: what was awarded in good
    faith stays, and the record says by which mark."""
    registration, lesson_id = _purpose(attempt)
    if registration is not None and attempt.passed:
        complete_lesson(registration=registration, lesson_id=lesson_id, share=attempt.share)


def _purpose(attempt: Attempt) -> tuple[Registration | None, str]:
    kind, _colon, rest = attempt.purpose.partition(":")
    if kind != PURPOSE:
        return None, ""
    registration_id, _colon, lesson_id = rest.partition(":")
    own = Registration.objects.select_related("course").defer("course__body")
    return own.filter(pk=int(registration_id), user=attempt.user_id).first(), lesson_id


def _origin(attempt: Attempt) -> Origin | None:
    registration, lesson_id = _purpose(attempt)
    if registration is None:
        return None
    url = reverse("courses:lesson", kwargs={"key": registration.key, "lesson_id": lesson_id})
    return Origin(title=registration.course.title, url=url)
