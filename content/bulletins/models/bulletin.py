"""A bulletin as its authors edit it. What dealers read are its editions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PageManager

from content.bulletins.blocks import bulletin_blocks
from content.bulletins.panels import bulletin_edit_handler
from content.library.models import BulletinCategory, Manual
from content.library.models.publication import PublicationQuerySet


class Bulletin(Manual):
    """A publication of a few pages whose text is written here. Publishing it makes its next edition, a PDF that is
    read, found, printed and superseded like that of a manual; the text of that moment is kept with it (`Issue`)."""

    categories: ClassVar[type[models.TextChoices]] = BulletinCategory

    body = StreamField(bulletin_blocks(), blank=True, verbose_name=_("text"))
    next_label = models.CharField(
        _("edition"), max_length=60, blank=True, help_text=_("Of the next edition. Empty: the next number.")
    )
    next_change_note = models.TextField(_("what changed"), blank=True, help_text=_("Since the edition before."))
    next_effective_from = models.DateTimeField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: as soon as it is published.")
    )

    objects: ClassVar[Any] = PageManager.from_queryset(PublicationQuerySet)()

    edit_handler = bulletin_edit_handler()
    parent_page_types = ["library.DepartmentPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[Any, Any]] = [("", _("As dealers read it"))]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def reading_path(self) -> str:
        return reverse("bulletins:bulletin", kwargs={"bulletin_id": self.pk})

    def clean(self) -> None:
        super().clean()
        if self.pk and self.next_label and self.editions.filter(label=self.next_label).exists():
            raise ValidationError({"next_label": _("There is an edition of this name already.")})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reading view of the text as it is being written."""
        from content.bulletins.previewing import preview

        return preview(self, request)
