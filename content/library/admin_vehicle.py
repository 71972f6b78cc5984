"""Vehicle models in the CMS."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from content.library.models import VehicleModel
from portal.network.admin_network import DeleteUnlessUsed


class VehicleModelsIndex(generic.IndexView):
    """Models with their brand read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("brand")


class VehicleModelViewSet(ModelViewSet):
    """What publications can apply to: a list that searches, filters, pages and exports."""

    model = VehicleModel
    icon = "list-ul"
    menu_label = _("Vehicle models")
    menu_order = 251
    add_to_admin_menu = True
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    index_view_class = VehicleModelsIndex
    delete_view_class = DeleteUnlessUsed
    form_fields = ["brand", "code", "name"]
    list_display = ["name", "code", "brand"]
    list_filter = ["brand"]
    list_export = ["brand.code", "code", "name"]
    search_fields = ["code", "name", "brand__name"]
