"""Announcements, and the addresses from which people's feed readers read."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Announcement(models.Model):
    """Something that all whom a thing reaches are told, once each, from `due_at` on. `key` makes it one, and is the key
    of every notice of it.

    waiting -> telling (a piece of people after the other) -> done | needless (not so any more when its turn came)
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        TELLING = "telling", _("Telling people")
        DONE = "done", _("Done")
        NEEDLESS = "needless", _("Not so any more")

    OPEN = (State.WAITING, State.TELLING)

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    thing_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    thing_id = models.PositiveBigIntegerField()
    """What has the audience: a `Targeted` that is live or not and has dates."""
    recalls = models.CharField(max_length=120, blank=True)
    """The key of an announcement that this one takes back: who was told that is told this, and nobody else."""
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    after_user = models.PositiveBigIntegerField(default=0)
    """People with ids up to this one are told."""
    told = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state__in=["waiting", "telling"]), name="announcing_due"
            ),
            models.Index(fields=["thing_type", "thing_id"], name="announcing_thing"),
        ]

    def __str__(self) -> str:
        return self.key


class FeedAddress(models.Model):
    """A person's address for their feed reader. Renewing it makes the old address unknown."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_address")
    key = models.UUIDField(default=uuid4, unique=True)
    renewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("feed address")
        verbose_name_plural = _("feed addresses")

    def __str__(self) -> str:
        return str(self.user_id)
