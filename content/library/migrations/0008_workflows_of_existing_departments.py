"""Sections that were there before get their groups' permissions and their workflow (`content.library.sections`)."""

from django.db import migrations

MAY = {"reviewers": ("change", "lock", "unlock"), "releasers": ("change", "publish", "lock", "unlock")}


def open_sections(apps, schema_editor):
    pages = apps.get_model("library", "DepartmentPage").objects.select_related("department")
    standing = set(apps.get_model("wagtailcore", "WorkflowPage").objects.values_list("page", flat=True))
    for section in pages:
        give_permissions(apps, section)
        if section.pk not in standing:
            open_workflow(apps, section)


def give_permissions(apps, section):
    permissions = {
        row.codename: row
        for row in apps.get_model("auth", "Permission").objects.filter(content_type__app_label="wagtailcore")
    }
    held = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for name, kinds in MAY.items():
        for kind in kinds:
            if f"{kind}_page" in permissions:
                held.get_or_create(
                    group_id=getattr(section.department, f"{name}_id"),
                    page_id=section.pk,
                    permission=permissions[f"{kind}_page"],
                )


def open_workflow(apps, section):
    department = section.department
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=department.name)
    steps = (
        ("wagtailcore", "GroupApprovalTask", f"Review: {department.name}", department.reviewers_id),
        ("library", "ReleaseTask", f"Release: {department.name}", department.releasers_id),
    )
    content_types = apps.get_model("contenttypes", "ContentType").objects
    for order, (app_label, model, name, group_id) in enumerate(steps):
        kind, _made = content_types.get_or_create(app_label=app_label, model=model.lower())
        task = apps.get_model(app_label, model).objects.create(name=name, content_type=kind)
        task.groups.add(group_id)
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.pk, sort_order=order
        )
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page_id=section.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0007_governance"),
        ("network", "0003_groups_of_existing_departments"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(open_sections, migrations.RunPython.noop)]
