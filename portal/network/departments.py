"""Departments of the maker: each comes with the group of its authors."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.models import Department
from portal.network.signals import department_created
from portal.network.viewer import OEM_PERMISSION


class DuplicateDepartment(Refused):
    """There is a department, or a group of authors, with this code already."""


@transaction.atomic
def create_department(*, code: str, name: str) -> Department:
    """A new department with a group for its authors, who may enter the CMS. Who listens to `department_created` gives
    the group its part of the page tree. Raises DuplicateDepartment."""
    authors_name = f"Authors {code}"
    if Department.objects.filter(code=code).exists() or Group.objects.filter(name=authors_name).exists():
        raise DuplicateDepartment(_("There is a department with the code “%(code)s” already.") % {"code": code})
    authors = Group.objects.create(name=authors_name)
    app_label, codename = OEM_PERMISSION.split(".")
    authors.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    department = Department.objects.create(code=code, name=name, authors=authors)
    department_created.send(sender=Department, department=department)
    return department
