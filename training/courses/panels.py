"""How a course is edited in the CMS."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from content.library.panels import answerable, audience_tab

CONTENT = [
    # Writes the slug as well, which stands on another tab.
    TitleFieldPanel("title"),
    FieldRowPanel(
        [
            FieldPanel("document_number", heading=_("Course code"), help_text=_("Short and its own, as HV-1.")),
            FieldPanel("level"),
            FieldPanel("language"),
        ]
    ),
    FieldPanel("summary"),
    FieldPanel("objectives"),
    FieldPanel("body"),
]
TERMS = [
    MultiFieldPanel(
        [FieldPanel("enrolment"), FieldPanel("days"), FieldPanel("in_order"), FieldPanel("succession")],
        heading=_("Taking it"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("electives"), FieldPanel("pass_percent")])],
        heading=_("Completing it"),
        help_text=_("All lessons that are marked as needed, and what is asked here."),
    ),
    PageChooserPanel("prerequisites"),
    MultiFieldPanel([FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires_at")])], heading=_("When")),
    answerable(),
    FieldPanel("slug"),
]


def course_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    return TabbedInterface(
        [
            ObjectList(CONTENT, heading=_("Course")),
            audience_tab(_("A person sees the course when every list is empty or names them. All empty: everybody.")),
            ObjectList(TERMS, heading=pgettext_lazy("of use", "Terms")),
        ]
    )
