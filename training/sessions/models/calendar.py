"""What calendars were told, and the address from which a person's calendar reads."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.sessions.models.booking import Booking


class Invitation(models.Model):
    """One iCalendar message to one person about one date: RFC 5546 REQUEST or CANCEL. Append-only; the newest
    `sequence` of a `uid` is what the person's calendar shows."""

    class Method(models.TextChoices):
        REQUEST = "REQUEST", _("invitation")
        CANCEL = "CANCEL", _("cancellation")

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(help_text=_("The key of the date; kept when the date is gone."))
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=8, choices=Method)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    summary = models.CharField(max_length=200)
    place = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar invitation")
        verbose_name_plural = _("calendar invitations")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "uid", "sequence"], name="invitation_sequence_once")]

    def __str__(self) -> str:
        return f"{self.method} {self.uid} ({self.sequence})"


class CalendarFeed(models.Model):
    """A person's address for their calendar program. Renewing it makes the old address unknown."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.UUIDField(default=uuid4, unique=True)
    renewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user_id)
