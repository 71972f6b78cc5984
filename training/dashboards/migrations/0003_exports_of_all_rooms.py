"""Files that were written for people are kept by `content.exports`, for the tables of all rooms."""

import django.db.models.deletion
from django.db import migrations, models


def move(apps, schema_editor):
    """The files of the last week, so that they are dropped in their time."""
    old = apps.get_model("training_dashboards", "Export")
    new = apps.get_model("exports", "Export")
    same = ("key", "user_id", "format", "rows", "size", "sha256", "asked_at", "ready_at")
    for one in old.objects.all():
        grounds = ["everything"] if one.everything else [f"dealer:{pk}" for pk in one.dealers]
        # What was still being written is to be asked for again.
        state = "failed" if one.state == "waiting" else one.state
        facts = {name: getattr(one, name) for name in same}
        new.objects.create(
            **facts, table=f"training.{one.table}", asked=one.filters, state=state, grounds=grounds, tells=False
        )


class Migration(migrations.Migration):

    dependencies = [
        ("exports", "0001_exports"),
        ("training_dashboards", "0002_exports"),
    ]

    operations = [
        migrations.RemoveField(model_name="reportdelivery", name="export"),
        migrations.AddField(
            model_name="reportdelivery",
            name="export",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="exports.export"
            ),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Export"),
    ]
