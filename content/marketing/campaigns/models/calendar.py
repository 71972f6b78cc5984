"""The address from which a person's calendar program reads campaigns and tasks."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CampaignFeed(models.Model):
    """A person's address. Renewing it makes the old one unknown."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="campaign_feed")
    key = models.UUIDField(default=uuid4, unique=True)
    renewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address of campaigns")
        verbose_name_plural = _("calendar addresses of campaigns")

    def __str__(self) -> str:
        return str(self.user_id)
