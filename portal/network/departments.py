"""Departments of the maker: each comes with the groups of its authors, its reviewers and its releasers."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.models import Department, User
from portal.network.signals import department_created
from portal.network.viewer import OEM_PERMISSION

GROUPS = {"authors": "Authors", "reviewers": "Reviewers", "releasers": "Releasers"}
"""Field of a department -> how the name of its group begins; its code follows."""


class DuplicateDepartment(Refused):
    """There is a department, or a group of authors, with this code already."""


@transaction.atomic
def create_department(*, code: str, name: str) -> Department:
    """A new department with its groups, whose members may enter the CMS. Who listens to `department_created` gives the
    groups their part of the page tree. Raises DuplicateDepartment."""
    taken = Group.objects.filter(name__in=[f"{kind} {code}" for kind in GROUPS.values()])
    if Department.objects.filter(code=code).exists() or taken.exists():
        raise DuplicateDepartment(_("There is a department with the code “%(code)s” already.") % {"code": code})
    groups = {field: Group.objects.create(name=f"{kind} {code}") for field, kind in GROUPS.items()}
    app_label, codename = OEM_PERMISSION.split(".")
    enter = Permission.objects.get(content_type__app_label=app_label, codename=codename)
    for group in groups.values():
        group.permissions.add(enter)
    department = Department.objects.create(code=code, name=name, **groups)
    department_created.send(sender=Department, department=department)
    return department


def people_of(*, department_id: int | None) -> QuerySet[User]:
    """Who works for the department: its authors, reviewers and releasers."""
    own = Q()
    for name in ("department", "reviews_for", "releases_for"):
        own |= Q(**{f"groups__{name}": department_id})
    people = User.objects.filter(own, is_active=True).distinct()
    return people if department_id is not None else people.none()
