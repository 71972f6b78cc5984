"""Notices: what a person is told, in the portal and in one mail a day."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How a person is mailed about a topic."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In the day's mail")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("Only here")


class Notice(models.Model):
    """Something that a person should know. `key` makes it one, however often it is said ("due:17:7d").

    What it says is worked out from `kind` and `data` when it is shown, in the language of who reads it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=40, default="other")
    key = models.CharField(max_length=160)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False, help_text=_("Mailed at once, whatever the person chose."))
    created_at = models.DateTimeField(default=timezone.now)
    mailing = models.ForeignKey("Mailing", null=True, on_delete=models.SET_NULL, related_name="notices")
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_unread"),
            models.Index(fields=["key"], name="notice_key"),
            models.Index(
                fields=["user", "urgent"],
                condition=models.Q(mailing__isnull=True, read_at__isnull=True),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class Mailing(models.Model):
    """One mail with notices to one person. It goes out once: see `portal.notices.mailing`."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("digest")
        URGENT = "urgent", _("urgent")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HANDED_OVER = "handed_over", _("Being handed over")
        SENT = "sent", _("Sent")
        NEEDLESS = "needless", _("Not needed")
        REFUSED = "refused", _("Address refused")

    ENDED = (State.SENT, State.NEEDLESS, State.REFUSED)

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=6, choices=Kind)
    day = models.DateField()
    weekly = models.BooleanField(default=False)
    """Whether it brings what is gathered over a week, too."""
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail with notices")
        verbose_name_plural = _("mails with notices")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], condition=models.Q(kind="digest"), name="one_digest_a_day"),
        ]
        indexes = [models.Index(fields=["user", "kind", "day"], name="mailing_last")]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id} {self.day}"


class TopicPreference(models.Model):
    """How a person is mailed about a topic; with an empty topic, about all that have no row of their own. Without any
    row, as the topic says: see `portal.notices.choosing`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_preferences")
    topic = models.CharField(max_length=40, blank=True)
    rhythm = models.CharField(_("mail with notices"), max_length=7, choices=Rhythm)

    class Meta:
        verbose_name = _("preference for notices")
        verbose_name_plural = _("preferences for notices")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="topic_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic} {self.rhythm}"
