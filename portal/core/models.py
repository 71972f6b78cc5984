"""Rows that outlive a process: side effects still owed, and what happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxEntry(models.Model):
    """A side effect that is owed, written in the transaction that owes it (see `portal.core.outbox`)."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("In progress")
        CONFIRMED = "confirmed", _("Confirmed")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    available_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    """When a message was last sent for it."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(status="pending"),
                name="outbox_one_pending_per_key",
            )
        ]
        indexes = [models.Index(fields=["status", "available_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Event(models.Model):
    """Something a person did that may be asked about later. Append-only: the database refuses a change and a deletion
    (`portal.core.append_only`), but that the actor is emptied when the person is deleted; what was written is sealed
    (`portal.core.sealing`)."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject", "at"], name="event_subject"),
            models.Index(fields=["verb", "id"], name="event_verb"),
            models.Index(fields=["actor", "id"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never deleted.")


class EventSeal(models.Model):
    """What the events from `first_id` to `last_id` were when they were sealed: two digests, of what was done and of who
    did it, each over that of the seal before as well. Appended by `portal.core.sealing` alone."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    number = models.PositiveIntegerField()
    records = models.CharField(max_length=64)
    actors = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("seal of events")
        verbose_name_plural = _("seals of events")
        ordering = ["last_id"]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"
