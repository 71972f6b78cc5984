from django.db import migrations, models


def owe_first_pages(apps, schema_editor):
    """Office files that are here already get their first page too: the sweep finds what waits."""
    Asset, Work = (apps.get_model("marketing_assets", name) for name in ("Asset", "Work"))
    ids = Asset.objects.filter(kind="document", state="ready", has_preview=False).values_list("pk", flat=True)
    Work.objects.bulk_create(
        (Work(asset_id=pk, step="print") for pk in ids.iterator()), batch_size=500, ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("marketing_assets", "0003_licence_link")]

    operations = [
        migrations.AlterField(
            model_name="work",
            name="step",
            field=models.CharField(
                choices=[("look", "Reading"), ("film", "Web film"), ("print", "First page")],
                default="look",
                max_length=6,
            ),
        ),
        migrations.RunPython(owe_first_pages, migrations.RunPython.noop),
    ]
