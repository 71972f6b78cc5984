"""Files that bulletins use."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Department


class BulletinFile(models.Model):
    """A picture, a film, its captions or an attachment, kept privately under its SHA-256. It never changes: another
    file is another row, so that an edition that shows it goes on showing it."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        ATTACHMENT = "attachment", _("Attachment")
        FILM = "film", _("Film")
        CAPTIONS = "captions", _("Captions")

    SHOWN = (Kind.PICTURE, Kind.FILM, Kind.CAPTIONS)
    """Kinds that are seen where the text is read; the others are taken."""

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    name = models.CharField(max_length=255, editable=False, help_text=_("Of the file that was uploaded."))
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    """Of a picture, in pixels."""
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file of bulletins")
        verbose_name_plural = _("files of bulletins")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return stored_name(self.sha256)


def stored_name(digest: str) -> str:
    """Where the file with this SHA-256 (hex) lies in the store."""
    return f"bulletins/{digest[:2]}/{digest}"
