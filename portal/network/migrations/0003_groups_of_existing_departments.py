"""Departments that were there before get their reviewers and releasers."""

from django.db import migrations

GROUPS = {"reviewers": "Reviewers", "releasers": "Releasers"}


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for department in apps.get_model("network", "Department").objects.all():
        for field, kind in GROUPS.items():
            if getattr(department, f"{field}_id") is None:
                group, _made = group_model.objects.get_or_create(name=f"{kind} {department.code}")
                group.permissions.add(*permissions)
                setattr(department, field, group)
        department.save()


class Migration(migrations.Migration):
    dependencies = [("network", "0002_reviewers_and_releasers"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
