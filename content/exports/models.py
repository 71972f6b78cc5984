"""Files that are written for people."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class Export(models.Model):
    """A table written to a private file for one person. What it holds is what they might see when it was written."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(_("table"), max_length=60)
    """One of `content.exports.tables`."""
    asked = models.JSONField(default=dict)
    """What of the table: the facts that its room reads."""
    format = models.CharField(_("format"), max_length=4, choices=Format)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    """About how many rows it will have, as it was asked for."""
    rows = models.PositiveIntegerField(_("rows"), default=0)
    """How many are written."""
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    grounds = models.JSONField(default=list)
    """On what its owner might see it when it was written (`Opened.grounds`)."""
    tells = models.BooleanField(default=True)
    """Whether its owner gets a notice when it is there."""
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "asked_at"], name="exports_of_user"),
            models.Index(fields=["state", "asked_at"], name="exports_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"exports/{self.key.hex[:2]}/{self.key.hex}.{self.format}"

    @property
    def percent(self) -> int:
        """How far it is written, of a hundred; at most 99 until it is there."""
        return min(99, 100 * self.rows // self.total) if self.total else 0
