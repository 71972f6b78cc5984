"""The work that an edition still needs: its conversion from an Office file, and the pieces in which it is read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition, Manual


class BlockQuerySet(models.QuerySet["Block"]):
    def unfinished(self) -> BlockQuerySet:
        """Blocks of editions that are being read, not done yet."""
        return self.exclude(state=Block.State.DONE).filter(
            edition__state__in=[Edition.State.RECEIVED, Edition.State.EXTRACTING]
        )

    def free(self) -> BlockQuerySet:
        """Unfinished blocks that no living worker holds."""
        return self.unfinished().filter(models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=timezone.now()))


class Block(models.Model):
    """A piece of work: opening the file, reading pages `first` to `last`, or recognising scanned ones.

    A worker takes a lease and renews it while it works; a lease that ran out belongs to a dead worker, and the block
    is free again. What a block writes and that it is done are one transaction, so a block is lost whole or not at all.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("Opening")
        TEXT = "text", _("Reading")
        RECOGNITION = "recognition", _("Text recognition")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("In progress")
        DONE = "done", _("Done")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=Kind)
    first = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    context = models.JSONField(default=dict)
    """{"labels": [...], "headings": [[...], ...]} of the block's pages, known from opening the file."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block of pages")
        verbose_name_plural = _("blocks of pages")
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "first"], name="ingest_block_once")]
        indexes = [models.Index(fields=["state", "queued_at"], name="ingest_block_due")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.first}-{self.last}"


class Conversion(models.Model):
    """An Office file that is to become an edition; see `content.ingest.office.conversions`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CONVERTED = "converted", _("Converted")
        FAILED = "failed", _("Failed")

    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="conversions")
    label = models.CharField(max_length=60)
    effective_from = models.DateTimeField()
    change_note = models.TextField(blank=True)
    file_name = models.CharField(max_length=200)
    """Of the Office file, in the store."""
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    """The extension of its format, a key of `content.ingest.office.formats.FORMATS`."""
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    edition = models.OneToOneField(Edition, null=True, on_delete=models.CASCADE, related_name="conversion")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conversion of an Office file")
        verbose_name_plural = _("conversions of Office files")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["manual", "label"], condition=models.Q(state="waiting"), name="ingest_conversion_label_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.manual_id} {self.label}"
