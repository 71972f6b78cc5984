"""Notices: what a person is told, in the portal and in one mail a day."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something that a person should know. `key` makes it one, however often it is said ("due:17:7d").

    What it says is worked out from `kind` and `data` when it is shown, in the language of who reads it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False, help_text=_("Mailed at once, not with the day's digest."))
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

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=6, choices=Kind)
    day = models.DateField()
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


class NoticePreference(models.Model):
    """How often a person wants a mail with what is not urgent. Without a row: every day that there is something."""

    class Digest(models.TextChoices):
        DAILY = "daily", _("Every day that there is something")
        WEEKLY = "weekly", _("Once a week")
        NONE = "none", _("Never; I look here")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference")
    digest = models.CharField(_("mail with notices"), max_length=6, choices=Digest, default=Digest.DAILY)

    class Meta:
        verbose_name = _("preference for notices")
        verbose_name_plural = _("preferences for notices")

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest}"
