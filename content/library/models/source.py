"""The files that editions were made of, where that is not the PDF itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.library.models.edition import Edition


class EditionSource(models.Model):
    """The Office file whose conversion an edition is. Dealers read the edition, and may take this as well."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="source")
    file_name = models.CharField(max_length=200)
    """Its name in the store."""
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("original of an edition")
        verbose_name_plural = _("originals of editions")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.original_name}"
