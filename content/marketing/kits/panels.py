"""How a sales kit is edited in the CMS."""

from __future__ import annotations

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from content.library.panels import audience_tab

TERMS = [
    MultiFieldPanel([FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires_at")])], heading=_("When")),
    FieldPanel("slug"),
]


def kit_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    content = [
        # Writes the slug as well, which stands on another tab.
        TitleFieldPanel("title"),
        FieldRowPanel([FieldPanel("document_number"), FieldPanel("language")]),
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("vehicle_models", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
    ]
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Sales kit")),
            audience_tab(_("A person sees the kit when every list is empty or names them. All empty: everybody.")),
            ObjectList(TERMS, heading=pgettext_lazy("of use", "Terms")),
        ]
    )
