"""Which courses give an assessment to people: an assessment that a course gives is not deleted."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from training.assessments.keeping import Use
from training.assessments.models import Assessment
from training.courses.models import Course, CourseVersion, Registration
from training.courses.outline import Outline

KIND = "assessment"


def courses_with(assessment: Assessment) -> list[Use]:
    """The courses that give it now, and those of which people still take a version that does. Two statements."""
    rows = Course.objects.only("title", "body").order_by("title", "pk")
    now = [course for course in rows if _gives(Outline.read(course.body.get_prep_value()), assessment.pk)]
    taken = CourseVersion.objects.filter(registrations__state__in=Registration.OPEN).distinct()
    current = {course.pk for course in now}
    before = {
        version.course_id: version.title
        for version in taken.order_by("pk")
        if version.course_id not in current and _gives(version.outline, assessment.pk)
    }
    uses = [Use(title=course.title, url=_editor(course.pk)) for course in now]
    earlier = _("%(title)s (an earlier version)")
    return uses + [Use(title=earlier % {"title": title}, url=_editor(pk)) for pk, title in before.items()]


def _gives(outline: Outline, assessment_id: int) -> bool:
    return any(one.kind == KIND and one.value.get("assessment") == assessment_id for one in outline.lessons)


def _editor(course_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[course_id])
