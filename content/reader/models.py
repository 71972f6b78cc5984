"""Where a person reads, and what they marked to find again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition, Manual


class ReadingPosition(models.Model):
    """The page at which a person left a manual: one row for each, overwritten."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading position")
        verbose_name_plural = _("reading positions")
        constraints = [models.UniqueConstraint(fields=["user", "manual"], name="reading_position_once")]
        indexes = [models.Index(fields=["user", "-at"], name="reading_position_recent")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.edition_id}:{self.number}"


class Bookmark(models.Model):
    """A page that a person marked. It stays with its edition, which is what they read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["user", "edition", "number"], name="bookmark_once")]
        indexes = [models.Index(fields=["user", "-created_at"], name="bookmark_recent")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.edition_id}:{self.number}"
