"""The topics of what dealers are sent, and the sentences in which its editions are announced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.library.models import BulletinCategory
from portal.notices.api import Rhythm, register_topic

MANUALS = "manuals"
IN_FORCE, IN_FORCE_AGAIN, WITHDRAWN = "edition.in_force", "edition.in_force_again", "edition.withdrawn"
LONGEST_NOTE = 200


def register_topics() -> None:
    """From `ready`. Each category of bulletins is a topic of its own; recalls are mailed at once."""
    at_once = {BulletinCategory.RECALL}
    for position, category in enumerate(_PLURALS):
        rhythm = Rhythm.AT_ONCE if category in at_once else Rhythm.DAILY
        register_topic(category.value, name=_PLURALS[category], position=10 + position, rhythm=rhythm)
    register_topic(MANUALS, name=gettext_lazy("Manuals"), position=20)
    register_topic("campaigns", name=gettext_lazy("Campaigns"), position=30)
    register_topic("kits", name=gettext_lazy("Sales kits"), position=31)
    register_topic("feedback", name=gettext_lazy("Feedback"), position=40)
    register_topic("assets", name=gettext_lazy("Pictures, films and files"), position=32, rhythm=Rhythm.WEEKLY)


_PLURALS = {
    BulletinCategory.RECALL: gettext_lazy("Recall notices"),
    BulletinCategory.SERVICE: gettext_lazy("Service bulletins"),
    BulletinCategory.PRODUCT: gettext_lazy("Product updates"),
    BulletinCategory.SALES: gettext_lazy("Sales directives"),
    BulletinCategory.PRICE: gettext_lazy("Price notices"),
}


BULLETINS = tuple(category.value for category in _PLURALS)
"""The topics of bulletins, in the order in which they are shown."""


def topic_for(category: str) -> str:
    """The topic of a publication of this category."""
    return category if category in BulletinCategory.values else MANUALS


def in_force(data: Mapping[str, Any]) -> str:
    """A first edition is a new publication; a later one says what changed."""
    if not data["first"]:
        if data["note"]:
            return _("New edition %(edition)s of “%(title)s”: %(note)s") % data
        return _("New edition %(edition)s of “%(title)s”.") % data
    sentence = {
        BulletinCategory.RECALL: _("New recall notice: %(title)s"),
        BulletinCategory.SERVICE: _("New service bulletin: %(title)s"),
        BulletinCategory.PRODUCT: _("New product update: %(title)s"),
        BulletinCategory.SALES: _("New sales directive: %(title)s"),
        BulletinCategory.PRICE: _("New price notice: %(title)s"),
    }.get(data["category"], _("New manual: %(title)s"))
    return sentence % data


def in_force_again(data: Mapping[str, Any]) -> str:
    """After it was withdrawn."""
    return _("In force again: “%(title)s”, edition %(edition)s.") % data


def withdrawn(data: Mapping[str, Any]) -> str:
    """With the reason, if one was given."""
    said = _("“%(title)s”, edition %(edition)s, is withdrawn. Do not work by it any more.") % data
    return f"{said} {data['reason']}" if data.get("reason") else said
