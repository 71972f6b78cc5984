"""Each department's part of the page tree, in which its authors may work, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import GroupPagePermission, Page, Site

from content.library.models import DepartmentPage
from portal.network.models import Department
from portal.network.signals import department_created

AUTHORS_MAY = ("add", "change", "publish")


@receiver(department_created, sender=Department)
def _open_section(sender: type[Department], department: Department, **kwargs: Any) -> None:
    open_section(department=department)


def open_section(*, department: Department) -> DepartmentPage:
    """The department's section below the site's root page, made if there is none, with its authors' permissions on it
    and on all that comes below it. Safe to repeat."""
    section = DepartmentPage.objects.filter(department=department).first()
    if section is None:
        root: Page = Site.objects.get(is_default_site=True).root_page
        section = root.add_child(
            instance=DepartmentPage(title=department.name, slug=department.code, department=department)
        )
    held = set(
        GroupPagePermission.objects.filter(group=department.authors, page=section).values_list(
            "permission__codename", flat=True
        )
    )
    for kind in AUTHORS_MAY:
        if f"{kind}_page" not in held:
            GroupPagePermission.objects.create(group=department.authors, page=section, permission_type=kind)
    return section
