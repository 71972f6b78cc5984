"""Who handles reports: the people who write for the departments that the person writes for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.network.authorship import departments_held
from portal.network.models import User


def person_of(request: HttpRequest) -> User:
    """The person in the CMS. Raises PermissionDenied for who writes for no department."""
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    if not departments_held(request.user):
        raise PermissionDenied
    return request.user


def colleagues(user: User, *, department_id: int | None = None) -> QuerySet[User]:
    """Who may be given a report: of one department, or of any that the person writes for."""
    departments = departments_held(user) if department_id is None else {department_id} & departments_held(user)
    people = User.objects.filter(is_active=True, groups__department__in=departments)
    return people.distinct().order_by("last_name", "first_name", "username")
