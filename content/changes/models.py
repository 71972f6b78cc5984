"""What was found out about two editions: kept, because neither of them ever changes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def unfinished(self) -> ComparisonQuerySet:
        """Neither ready nor given up."""
        return self.filter(state__in=[Comparison.State.WAITING, Comparison.State.WORKING])

    def free(self) -> ComparisonQuerySet:
        """Unfinished, and no living worker holds them."""
        return self.unfinished().filter(models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=timezone.now()))


class Comparison(models.Model):
    """The pages of a newer edition beside those of an older one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being compared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    older = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    """Numbers of pages: `removed` of the older edition, the others of the newer one, whose sum they are."""
    changes = models.JSONField(default=list)
    """Pages that are not as they were, in reading order (see `content.changes.entries`)."""

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison of editions")
        verbose_name_plural = _("comparisons of editions")
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="changes_pair_once"),
            models.CheckConstraint(condition=~models.Q(older=models.F("newer")), name="changes_two_editions"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="changes_due")]

    def __str__(self) -> str:
        return f"{self.older_id} -> {self.newer_id}"
