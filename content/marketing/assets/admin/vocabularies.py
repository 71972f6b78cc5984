"""The tables of assets that administrators keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from content.marketing.assets.models import Channel, Keyword, Licence
from portal.network.admin_network import NetworkViewSet


class KeywordViewSet(NetworkViewSet):
    model = Keyword
    icon = "tag"
    form_fields = ["code", "name", "name_zh"]
    list_display = ["name", "name_zh", "code"]
    list_export = ["code", "name", "name_zh"]
    search_fields = ["code", "name", "name_zh"]


class LicenceViewSet(NetworkViewSet):
    model = Licence
    icon = "key"
    form_fields = ["code", "name", "name_zh", "terms", "terms_zh", "link", "needs_attribution", "commercial"]
    list_display = [
        "name",
        "code",
        BooleanColumn("needs_attribution", label=_("Credit line has to be shown")),
        BooleanColumn("commercial", label=_("May be used in advertising")),
    ]
    list_export = ["code", "name", "needs_attribution", "commercial"]
    search_fields = ["code", "name", "name_zh"]


class ChannelViewSet(NetworkViewSet):
    model = Channel
    icon = "download"
    form_fields = [
        *("code", "name", "name_zh", "kind", "format", "fit", "width", "height", "quality", "dpi", "cmyk"),
        *("is_active", "order"),
    ]
    list_display = ["name", "code", "kind", "format", "width", "height", BooleanColumn("is_active", label=_("Offered"))]
    list_export = ["code", "name", "kind", "format", "fit", "width", "height", "quality", "dpi", "cmyk", "is_active"]
    search_fields = ["code", "name", "name_zh"]


class MediaTablesGroup(ModelViewSetGroup):
    """The menu's "Media tables", for administrators."""

    menu_label = _("Media tables")
    menu_name = "media-tables"
    menu_icon = "table"
    menu_order = 260
    items = (KeywordViewSet, LicenceViewSet, ChannelViewSet)
