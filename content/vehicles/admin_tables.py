"""The tables of vehicles in the CMS, for the network's administrators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from content.library.models import Variant, VehicleModel
from content.vehicles.models import Manufacturer, ModelYearCode, VinPattern
from portal.network.admin_network import NetworkViewSet


class _OfBrand(generic.IndexView):
    """Rows with their brand read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("brand")


class _OfModel(generic.IndexView):
    """Variants with model and brand read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("model__brand")


class _OfPattern(generic.IndexView):
    """Patterns with all that they name read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("brand", "model__brand", "variant__model")


class VehicleModelViewSet(NetworkViewSet):
    """What publications can apply to."""

    model = VehicleModel
    icon = "list-ul"
    menu_label = _("Models")
    index_view_class = _OfBrand
    form_fields = ["brand", "code", "name"]
    list_display = ["name", "code", "brand"]
    list_filter = ["brand"]
    list_export = ["brand.code", "code", "name"]
    search_fields = ["code", "name", "brand__name"]


class VariantViewSet(NetworkViewSet):
    model = Variant
    icon = "cogs"
    index_view_class = _OfModel
    form_fields = ["model", "kind", "code", "name"]
    list_display = ["name", "code", "kind", "model"]
    list_filter = ["kind", "model__brand"]
    list_export = ["model.code", "kind", "code", "name"]
    search_fields = ["code", "name", "model__name", "model__code"]


class ManufacturerViewSet(NetworkViewSet):
    model = Manufacturer
    icon = "globe"
    index_view_class = _OfBrand
    list_display = ["code", "name", "make", "vehicle_type", "country", "brand"]
    list_filter = ["brand", "is_light"]
    list_export = ["code", "name", "make", "vehicle_type", "country", "brand"]
    search_fields = ["code", "name", "make", "country"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("brand")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("make"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("vehicle_type"), FieldPanel("is_light")]),
        FieldRowPanel([FieldPanel("has_check_digit"), FieldPanel("tells_year")]),
    ]


class VinPatternViewSet(NetworkViewSet):
    model = VinPattern
    icon = "code"
    index_view_class = _OfPattern
    form_fields = ["brand", "maker", "mask", "model", "variant"]
    list_display = ["mask", "maker", "brand", "model", "variant"]
    list_filter = ["brand"]
    list_export = ["brand.code", "maker", "mask", "model", "variant"]
    search_fields = ["maker", "mask", "model__name", "variant__name"]


class ModelYearCodeViewSet(NetworkViewSet):
    model = ModelYearCode
    icon = "date"
    index_view_class = _OfBrand
    form_fields = ["brand", "code", "year"]
    list_display = ["code", "year", "brand"]
    list_filter = ["brand"]
    list_export = ["brand.code", "code", "year"]
    search_fields = ["code", "brand__name"]


class VehiclesGroup(ModelViewSetGroup):
    """The menu's "Vehicles"."""

    menu_label = _("Vehicles")
    menu_name = "vehicles"
    menu_icon = "list-ul"
    menu_order = 251
    items: tuple[type[ModelViewSet], ...] = (
        VehicleModelViewSet,
        VariantViewSet,
        ManufacturerViewSet,
        VinPatternViewSet,
        ModelYearCodeViewSet,
    )
