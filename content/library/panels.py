"""How a publication is targeted in the CMS; how a manual is edited: what it is, for whom, when, and what dealers may do
with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)


def what_it_is() -> list[Any]:
    """Title, number, type and language."""
    # Writes the slug as well, which stands on another tab.
    title = TitleFieldPanel("title")
    return [title, FieldRowPanel([FieldPanel("document_number"), FieldPanel("category"), FieldPanel("language")])]


def applies_to() -> list[Any]:
    """The vehicles, and a VIN to try them on (`content.vehicles` answers)."""
    rows = InlinePanel(
        "applicability",
        heading=_("Applies to"),
        label=_("Vehicle"),
        panels=[
            FieldRowPanel([FieldPanel("brand"), FieldPanel("model"), FieldPanel("variant")]),
            FieldRowPanel([FieldPanel("year_from"), FieldPanel("year_to"), FieldPanel("market")]),
            FieldRowPanel([FieldPanel("vin_stem"), FieldPanel("serial_from"), FieldPanel("serial_to")]),
        ],
        help_text=_("No row: everything. An empty cell: any value."),
    )
    return [rows, HelpPanel(template="vehicles/admin/trial.html")]


def answerable() -> MultiFieldPanel:
    """Who answers for it, and when it is looked at again."""
    row = FieldRowPanel([FieldPanel("responsible", widget=forms.Select), FieldPanel("review_by")])
    return MultiFieldPanel([row], heading=_("Who answers for it"))


def earlier_tab() -> ObjectList:
    """The tab of what it does to earlier publications."""
    rows = InlinePanel(
        "relations",
        heading=_("Earlier publications"),
        label=_("Earlier publication"),
        panels=[FieldPanel("effect"), PageChooserPanel("target")],
        help_text=_(
            "What it replaces or cancels is no longer in force as soon as this one is: it leaves lists and search, and "
            "its pages lead here. What it amends stays in force, and its pages name this one."
        ),
    )
    return ObjectList([rows], heading=_("Earlier publications"))


CONTENT = [*what_it_is(), FieldPanel("description"), *applies_to()]
TERMS = [
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("effective_from"), FieldPanel("expires_at")])],
        heading=_("When"),
        help_text=_("Beside these dates, each edition takes effect on its own."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("must_confirm"),
            FieldRowPanel([FieldPanel("confirm_days"), FieldPanel("confirm_roles")]),
            FieldPanel("confirm_wording"),
        ],
        heading=_("Read and confirm"),
    ),
    MultiFieldPanel([FieldPanel("allow_download"), FieldPanel("allow_print")], heading=_("What dealers may do")),
    answerable(),
    FieldPanel("slug"),
]


def audience_tab(rule: Any) -> ObjectList:
    """The tab of whom a publication is for. `rule` says it in words."""
    lists = [FieldPanel(f"audience_{name}") for name in ("brands", "regions", "tiers", "roles", "dealers")]
    panel = MultiFieldPanel(lists, heading=_("Who may see it"), help_text=rule)
    return ObjectList([panel], heading=_("Audience"))


def manual_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    return TabbedInterface(
        [
            ObjectList(CONTENT, heading=_("Manual")),
            audience_tab(
                _("A dealer sees the manual when every list is empty or names them. All empty: every dealer.")
            ),
            earlier_tab(),
            ObjectList(TERMS, heading=pgettext_lazy("of use", "Terms")),
        ]
    )
