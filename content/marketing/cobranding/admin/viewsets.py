"""The list and the editor of print templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column

from content.library.panels import audience_tab
from content.marketing.cobranding.admin.choosers import OwnChooser
from content.marketing.cobranding.admin.forms import TemplateForm
from content.marketing.cobranding.models import Print, PrintTemplate
from portal.network.owned_views import OwnedSnippetViewSet

_CONTENT = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh")]),
    FieldRowPanel([FieldPanel("summary"), FieldPanel("summary_zh")]),
    FieldRowPanel([FieldPanel("department"), FieldPanel("language")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("width_mm"), FieldPanel("height_mm"), FieldPanel("bleed_mm")]),
            FieldRowPanel([FieldPanel("pages"), FieldPanel("picture_px")]),
        ],
        heading=_("Format"),
    ),
    FieldPanel("package"),
    FieldPanel("html", widget=forms.Textarea),
    FieldPanel("css", widget=forms.Textarea),
]
_FILES = [FieldPanel("add_files"), FieldPanel("drop_files")]


def _editor() -> TabbedInterface:
    rule = _("A dealer may use the template when every list is empty or names them. All empty: every dealer.")
    window = FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires_at")])
    dates = MultiFieldPanel([window], heading=_("When"))
    return TabbedInterface(
        [
            ObjectList(_CONTENT, heading=_("Template")),
            ObjectList([FieldPanel("declared")], heading=_("Fields")),
            ObjectList(_FILES, heading=_("Files")),
            audience_tab(rule),
            ObjectList([dates], heading=_("Dates")),
        ],
        base_form_class=TemplateForm,
    )


class TemplateViewSet(OwnedSnippetViewSet):
    """Print templates: drafts that are published as versions; what is over is unpublished and kept."""

    model = PrintTemplate
    chooser_viewset_class = OwnChooser
    icon = "doc-full-inverse"
    menu_label = _("Print templates")
    menu_order = 170
    list_display = [
        "title",
        Column("size_name", label=_("Size")),
        "language",
        "department",
        Column("made", label=_("Prints made")),
        "expires_at",
    ]
    list_filter = ["department", "language", "audience_brands"]
    search_fields = ["title", "title_zh", "summary"]
    edit_handler = _editor()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many prints were made of each; two counts would multiply each other."""
        prints = Print.objects.filter(version__template=OuterRef("pk")).order_by()
        counted = prints.values("version__template").annotate(total=Count("pk")).values("total")
        return super().get_queryset(request).annotate(made=Coalesce(Subquery(counted), 0))
