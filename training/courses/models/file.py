"""Files that lessons use."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Department


class LessonFile(models.Model):
    """A picture, film, captions or document of lessons, kept privately. Learners get it through the lesson."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Film (MP4, WebM)")
        CAPTIONS = "captions", _("Captions (WebVTT)")
        DOCUMENT = "document", _("Document to download")

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    name = models.CharField(max_length=255, editable=False, help_text=_("Of the file that was uploaded."))
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file of lessons")
        verbose_name_plural = _("files of lessons")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"lessons/{self.sha256[:2]}/{self.sha256}"
