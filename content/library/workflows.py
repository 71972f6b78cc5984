"""Each department's workflow: its reviewers look at what was handed in, its releasers publish it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from content.library.models import DepartmentPage, ReleaseTask


def open_workflow(*, section: DepartmentPage) -> Workflow | None:
    """The workflow that stands on a department's section, made if there is none: an administrator may have put another
    in its place. None for a department without groups. Safe to repeat."""
    department = section.department
    if department.reviewers_id is None or department.releasers_id is None:
        return None
    standing = WorkflowPage.objects.filter(page=section).select_related("workflow").first()
    if standing is not None:
        return standing.workflow
    review = GroupApprovalTask.objects.create(name=_("Review: %(name)s") % {"name": department.name})
    review.groups.add(department.reviewers_id)
    release = ReleaseTask.objects.create(name=_("Release: %(name)s") % {"name": department.name})
    release.groups.add(department.releasers_id)
    workflow = Workflow.objects.create(name=department.name)
    for order, task in enumerate((review, release)):
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=section)
    return workflow
