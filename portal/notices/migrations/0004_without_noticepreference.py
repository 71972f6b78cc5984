from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("training_notices", "0003_topics")]

    operations = [migrations.DeleteModel(name="NoticePreference")]
