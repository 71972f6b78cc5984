"""An import between being shown and being done. Its rows live for an hour, or until they are done; then they say for
a while what became of each question."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.bank.models import Category, Question


class QuestionImport(models.Model):
    """One uploaded file: what it would do to a category."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("waiting for your word")
        APPLYING = "applying", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+", verbose_name=_("category"))
    keep_categories = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=16)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    pictures = models.JSONField(default=dict)
    """SHA-256 -> [content type, width, height] of the pictures that are kept beside until they are needed."""
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    """When it last got on: an import that stands still is taken up again."""

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["state", "moved_at"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def stored_name(self) -> str:
        """The file in the store, while it waits to be read."""
        return f"bank/imports/{self.pk}-file"

    def counts(self) -> dict[str, int]:
        """How many questions have which outcome. One statement."""
        found = dict(self.items.values_list("outcome").annotate(models.Count("pk")).order_by("outcome"))
        return {str(outcome): found.get(outcome, 0) for outcome in ImportItem.Outcome.values}

    def picture_name(self, digest: str) -> str:
        """A picture of the file in the store, until a question needs it."""
        return f"bank/imports/{self.pk}-{digest}"


class ImportItem(models.Model):
    """One question of the file, and what becomes of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("the same")
        REFUSED = "refused", _("refused")
        SKIPPED = "skipped", _("no question")

    TO_DO = (Outcome.NEW, Outcome.CHANGED)

    batch = models.ForeignKey(QuestionImport, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    where = models.CharField(max_length=200)
    name = models.CharField(max_length=160)
    identifier = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=500, blank=True)
    lost = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    body = models.JSONField(null=True)
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("imported question")
        verbose_name_plural = _("imported questions")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_item_once")]
        indexes = [models.Index(fields=["batch", "outcome", "position"])]

    def __str__(self) -> str:
        return self.name
