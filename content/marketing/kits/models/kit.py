"""A sales kit as its authors edit it, and what of the assets in it customers may get."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import PageManager

from content.library.models import VehicleModel
from content.library.models.publication import Publication, PublicationQuerySet
from content.marketing.assets.models import Asset
from content.marketing.kits.blocks import MOST_SECTIONS, kit_blocks
from content.marketing.kits.outline import Outline
from content.marketing.kits.panels import kit_edit_handler


class SalesKit(Publication):
    """What a salesperson shows, says, shares and takes along about some models, in ordered sections. Whoever may see
    the kit sees of each section what they may see themselves: see `content.marketing.kits.reading`."""

    summary = models.TextField(_("summary"), max_length=500, help_text=_("What it is for, in two sentences."))
    cover = models.ForeignKey(
        Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    vehicle_models = ParentalManyToManyField(
        VehicleModel, blank=True, related_name="+", verbose_name=_("models that it is about")
    )
    body = StreamField(kit_blocks(), blank=True, max_num=MOST_SECTIONS, verbose_name=_("sections"))

    objects: ClassVar[Any] = PageManager.from_queryset(PublicationQuerySet)()

    edit_handler = kit_edit_handler()
    is_creatable = True
    parent_page_types = ["library.DepartmentPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[Any, Any]] = [("", _("As dealers see it"))]

    class Meta:
        verbose_name = _("sales kit")
        verbose_name_plural = _("sales kits")

    @property
    def outline(self) -> Outline:
        """Of the kit as it is edited."""
        return Outline.read(self.body.get_prep_value())

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address at which dealers find it; Wagtail serves no pages itself. None before it is kept."""
        parts = super().get_url_parts(request) if self.pk else None
        return parts and (parts[0], settings.BASE_URL, self.reading_path())

    def reading_path(self) -> str:
        """Where dealers read it."""
        return reverse("kits:kit", kwargs={"kit_id": self.pk})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The kit as it is being written, as its author may see it."""
        from content.marketing.kits.views.kits import preview

        return preview(request, self)


class KitAsset(models.Model):
    """An asset in a published kit; written anew whenever the kit is published."""

    kit = models.ForeignKey(SalesKit, on_delete=models.CASCADE, related_name="kit_assets")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="kit_uses")
    for_customers = models.BooleanField()
    """Whether its authors let customers have it: marked in a section that all who see the kit see."""

    class Meta:
        verbose_name = _("asset of a kit")
        verbose_name_plural = _("assets of kits")
        constraints = [models.UniqueConstraint(fields=["kit", "asset"], name="kit_asset_once")]

    def __str__(self) -> str:
        return f"{self.kit_id} {self.asset_id}"
