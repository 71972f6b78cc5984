"""How a bulletin is edited: its text, for whom, when, and what the next edition is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from content.library.panels import TERMS, applies_to, audience_tab, earlier_tab, what_it_is

NEXT_EDITION = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("next_label"), FieldPanel("next_effective_from")]), FieldPanel("next_change_note")],
    heading=_("The next edition"),
    help_text=_("Publishing a changed text makes the next edition. Whom it is for can be changed without one."),
)


def bulletin_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    content = [*what_it_is(), FieldPanel("description"), FieldPanel("body"), *applies_to(), NEXT_EDITION]
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Bulletin")),
            audience_tab(
                _("A dealer sees the bulletin when every list is empty or names them. All empty: every dealer.")
            ),
            earlier_tab(),
            ObjectList(TERMS, heading=pgettext_lazy("of use", "Terms")),
        ]
    )
