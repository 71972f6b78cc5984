"""The draft of a course as a learner would see it, for those who write it. Nothing of it is kept."""

from __future__ import annotations

from django.utils import timezone

from portal.network.models import User
from training.bank.api import may_edit
from training.courses.catalogue import NotVisible, Place
from training.courses.models import Course, CourseVersion, Registration
from training.courses.versions import plain


def preview_place(*, user: User, course_id: int) -> Place:
    """All lessons of the draft, every one of them open. Raises NotVisible."""
    course = Course.objects.select_related("department").filter(pk=course_id).first()
    if course is None or not may_edit(user, course.department):
        raise NotVisible
    draft = course.get_latest_revision_as_object()
    version = CourseVersion(
        course=course,
        number=0,
        title=draft.title,
        body=plain(draft.body.get_prep_value()),
        in_order=draft.in_order,
        rules=draft.rules.write(),
        published_at=timezone.now(),
    )
    registration = Registration(user=user, course=course, version=version)
    outline = version.outline
    return Place(registration, outline, {}, {lesson.id: () for lesson in outline.lessons}, is_preview=True)
