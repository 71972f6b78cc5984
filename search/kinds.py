"""The kinds of thing that are found: what a passage holds in `kind`, an address in `type`, and a person reads; and the
tabs in which they stand together."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.library.models import BulletinCategory, ManualCategory


class TrainingKind(TextChoices):
    COURSE = "course", _("Course")
    SESSION = "session", _("Session with a trainer")


class MarketingKind(TextChoices):
    """What marketing sends; the kinds of assets are those of `content.marketing.assets`."""

    CAMPAIGN = "campaign", _("Campaign")
    KIT = "sales_kit", _("Sales kit")
    TEMPLATE = "print_template", _("Print template")
    PICTURE = "asset_picture", _("Picture")
    FILM = "asset_film", _("Film")
    AUDIO = "asset_audio", pgettext_lazy("kind of file", "Sound")
    PRINT = "asset_print", _("Print file")
    DOCUMENT = "asset_document", pgettext_lazy("kind of file", "Document")
    OTHER = "asset_other", _("Other file")


TABS: dict[str, tuple[str | Promise, type[TextChoices]]] = {
    "manuals": (_("Manuals"), ManualCategory),
    "bulletins": (_("Bulletins"), BulletinCategory),
    "marketing": (_("Marketing"), MarketingKind),
    "training": (_("Training"), TrainingKind),
}
"""Value in the address -> what a person reads, and the kinds that stand in the tab. Each kind stands in one."""
VALUES = frozenset(value for _label, choices in TABS.values() for value in choices.values)


def within(tab: str) -> frozenset[str]:
    """The kinds of a tab; all, for "" and for what is no tab."""
    return frozenset(TABS[tab][1].values) if tab in TABS else VALUES


def label(value: str) -> str:
    """What a person reads; a value that is no kind stands for itself."""
    for _label, choices in TABS.values():
        if value in choices.values:
            return str(choices(value).label)
    return value
