"""Whom and which vehicles a publication was for, before that was changed."""

from __future__ import annotations

from django.db import models

from content.library.models.manual import Manual


class FormerScope(models.Model):
    """The audience and the applicability of a publication until before an instant, at which a version with others was
    released: the first that ends after a past instant is what was so then, none if nothing changed since. Kept by
    `content.library.scopes`."""

    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="former_scopes")
    until = models.DateTimeField()
    audience = models.JSONField()
    """{dimension: ids}, the dimensions of `portal.network.audience`."""
    applicability = models.JSONField()
    """Rows as `content.library.applying.Row` has them."""

    class Meta:
        verbose_name = "former scope of a publication"
        verbose_name_plural = "former scopes of publications"
        indexes = [models.Index(fields=["manual", "until"], name="former_scope_until")]

    def __str__(self) -> str:
        return f"{self.manual_id} {self.until:%Y-%m-%d}"
