"""What courses add to the CMS."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from training.bank.permissions import DepartmentPolicy
from training.courses.admin import LessonFileViewSet
from training.courses.choosers import assessment_chooser, file_choosers
from training.courses.models import LessonFile

register_permission_policy(LessonFile, DepartmentPolicy(LessonFile, "department"))


@hooks.register("register_admin_viewset")
def course_viewsets() -> list[object]:
    """The files of lessons, and what lessons are chosen with."""
    return [LessonFileViewSet("lesson_files"), assessment_chooser, *file_choosers.values()]
