"""Each department's part of the page tree, in which its people may work, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import GroupPagePermission, Page, Site

from content.library.models import DepartmentPage
from content.library.workflows import open_workflow
from portal.network.models import Department
from portal.network.signals import department_created

MAY = {
    "authors": ("add", "change", "publish"),
    "reviewers": ("change", "lock", "unlock"),
    "releasers": ("change", "publish", "lock", "unlock"),
}
"""What each of a department's groups may do in its section. Whether somebody may release a page in particular is asked
besides (`content.library.releasing`)."""


@receiver(department_created, sender=Department)
def _open_section(sender: type[Department], department: Department, **kwargs: Any) -> None:
    open_section(department=department)


def open_section(*, department: Department) -> DepartmentPage:
    """The department's section below the site's root page, made if there is none, with its groups' permissions on it
    and on all that comes below it, and its workflow. Safe to repeat."""
    section = DepartmentPage.objects.filter(department=department).first()
    if section is None:
        root: Page = Site.objects.get(is_default_site=True).root_page
        section = root.add_child(
            instance=DepartmentPage(title=department.name, slug=department.code, department=department)
        )
    held = set(GroupPagePermission.objects.filter(page=section).values_list("group", "permission__codename"))
    for name, kinds in MAY.items():
        group_id = getattr(department, f"{name}_id")
        for kind in kinds:
            if group_id is not None and (group_id, f"{kind}_page") not in held:
                GroupPagePermission.objects.create(group_id=group_id, page=section, permission_type=kind)
    open_workflow(section=section)
    return section
