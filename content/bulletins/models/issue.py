"""The issues of a bulletin: each text that was published, and the edition that was made of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.bulletins.models.bulletin import Bulletin
from content.library.models import Edition


class Issue(models.Model):
    """A bulletin's text as it was published. Written once; only how far its printing is changes.

    waiting -> issued (has an edition) | failed (`reason`; publishing again makes a new issue)
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being printed")
        ISSUED = "issued", pgettext_lazy("of a bulletin", "Issued")
        FAILED = "failed", _("Failed")

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="issues")
    label = models.CharField(max_length=60)
    change_note = models.TextField(blank=True)
    effective_from = models.DateTimeField()
    document = models.JSONField()
    """The text with all that is printed beside it; see `content.bulletins.document`."""
    digest = models.CharField(max_length=64)
    """SHA-256 of `document`: whether a text has been issued already."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    """Why it failed, a code of `content.bulletins.issuing`."""
    edition = models.OneToOneField(Edition, null=True, on_delete=models.CASCADE, related_name="issue")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("issue of a bulletin")
        verbose_name_plural = _("issues of bulletins")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "label"], condition=~models.Q(state="failed"), name="bulletin_issue_label_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An issue of a bulletin is never changed.")
        super().save(*args, **kwargs)
