"""How a campaign is edited: its story, its programme, for whom and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from content.library.panels import audience_tab

STORY = [
    # Writes the slug as well, which stands on another tab.
    TitleFieldPanel("title"),
    FieldRowPanel(
        [
            FieldPanel(
                "document_number", heading=_("Campaign code"), help_text=_("Short and its own, as C-27-SPRING.")
            ),
            FieldPanel("language"),
        ]
    ),
    FieldPanel("summary"),
    FieldPanel("hero"),
    FieldPanel("body"),
]
PROGRAMME = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("effective_from", heading=_("Begins"), help_text=_("To the minute.")),
                    FieldPanel("expires_at", heading=_("Ends"), help_text=_("From then on nothing of it is seen.")),
                ]
            ),
            FieldPanel("embargo"),
        ],
        heading=_("When"),
        help_text=_("Everything in it appears and disappears by itself at the set instant."),
    ),
    FieldPanel(
        "programme",
        help_text=_("Phases in their order; each with what appears in it and what dealers have to do."),
    ),
    HelpPanel(template="marketing_campaigns/admin/plan_hint.html"),
    FieldPanel("slug"),
]


def campaign_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    return TabbedInterface(
        [
            ObjectList(STORY, heading=_("Story")),
            ObjectList(PROGRAMME, heading=_("Programme")),
            audience_tab(
                _("A dealer sees the campaign when every list is empty or names them. All empty: every dealer.")
            ),
        ]
    )
