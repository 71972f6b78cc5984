"""The gate of evaluation in the CMS: what the person's departments own, and nothing else."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.models import User
from training.assessments.models import Assessment
from training.bank.api import departments_of
from training.courses.models import Course


def person(request: HttpRequest) -> User:
    """The person signed in; Wagtail lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def is_trainer(request: HttpRequest) -> bool:
    return departments_of(person(request)).exists()


def own_assessments(request: HttpRequest) -> QuerySet[Assessment]:
    """Those of the person's departments."""
    return Assessment.objects.filter(department__in=departments_of(person(request)))


def own_assessment(request: HttpRequest, assessment_id: int) -> Assessment:
    """Raises Http404."""
    found = own_assessments(request).filter(pk=assessment_id).first() if assessment_id <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found


def own_courses(request: HttpRequest) -> QuerySet[Course]:
    """Those of the person's departments."""
    found: QuerySet[Course] = Course.objects.filter(department__in=departments_of(person(request))).defer("body")
    return found


def own_course(request: HttpRequest, course_id: int) -> Course:
    """Raises Http404."""
    found = own_courses(request).filter(pk=course_id).first() if course_id <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found
