"""Notices have topics, and people choose by topic. Until now notices were told by training alone, and a person chose
once for all of them: what they chose holds for every topic, the new ones too."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TEAM = (
    "certification.team_ends",
    "enrolment.late",
    "enrolment.request",
    "job_check",
    "job_check_overdue",
    "practical.asked",
    "session_requested",
)


def name_topics(apps, schema_editor):
    notices = apps.get_model("training_notices", "Notice").objects
    notices.update(topic="training")
    notices.filter(kind__in=TEAM).update(topic="team")


def keep_choices(apps, schema_editor):
    old = apps.get_model("training_notices", "NoticePreference").objects
    new = apps.get_model("training_notices", "TopicPreference")
    chosen = old.exclude(digest="daily").order_by("pk").values_list("user_id", "digest")
    new.objects.bulk_create(
        (new(user_id=user, topic="", rhythm=digest) for user, digest in chosen.iterator()), batch_size=1000
    )
    apps.get_model("training_notices", "Mailing").objects.filter(kind="digest").update(weekly=True)


class Migration(migrations.Migration):
    dependencies = [
        ("training_notices", "0002_mailings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "topic", models.CharField(default="other", max_length=40)),
        migrations.AlterField(
            "notice",
            "urgent",
            models.BooleanField(default=False, help_text="Mailed at once, whatever the person chose."),
        ),
        migrations.AddField("mailing", "weekly", models.BooleanField(default=False)),
        migrations.AlterField(
            "mailing",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("handed_over", "Being handed over"),
                    ("sent", "Sent"),
                    ("needless", "Not needed"),
                    ("refused", "Address refused"),
                ],
                default="waiting",
                max_length=11,
            ),
        ),
        migrations.CreateModel(
            name="TopicPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(blank=True, max_length=40)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("daily", "In the day's mail"),
                            ("weekly", "Once a week"),
                            ("none", "Only here"),
                        ],
                        max_length=7,
                        verbose_name="mail with notices",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preference for notices",
                "verbose_name_plural": "preferences for notices",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "topic"), name="topic_preference_once"),
                ],
            },
        ),
        migrations.RunPython(name_topics, migrations.RunPython.noop),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
    ]
