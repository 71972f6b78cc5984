"""Duties in templates: what a reading view says of an edition, the places of the room, words of sums."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.acknowledgement.reading import own
from content.library.models import Edition, Manual
from portal.network.api import request_viewer
from portal.network.models import User

register = template.Library()


@register.filter
def whole_percent(share: float | str | None) -> str:
    """0.829 -> "82 %", rounded down, so that 100 % is all of it; a dash where there is nothing."""
    return f"{int(share * 100 + 1e-9)} %" if isinstance(share, int | float) else "–"


@register.inclusion_tag("acknowledgement/_asked.html", takes_context=True)
def to_confirm(context: dict[str, Any], manual: Manual, edition: Edition) -> dict[str, Any]:
    """The button, or when the person confirmed; nothing for what they are not asked."""
    request = context["request"]
    user = request.user
    found = None
    if isinstance(user, User):
        found = own.asked(viewer=request_viewer(request), user=user, manual=manual, edition=edition)
    return {
        "asked": found,
        "manual": manual,
        "edition": edition,
        "back": request.get_full_path(),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def duty_places(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The pages of duties that there are for the person: (address, name)."""
    viewer = request_viewer(context["request"])
    places = []
    if not viewer.everything:
        places += [(reverse("duties:mine"), _("To confirm")), (reverse("duties:done"), pgettext("duties", "Confirmed"))]
    if viewer.managed_dealers:
        places.append((reverse("duties:team"), _("My team")))
        places.append((reverse("duties:team_publications"), _("Team by publication")))
    if viewer.everything:
        places.append((reverse("duties:network"), _("Dealer network")))
        places.append((reverse("duties:publications"), _("By publication")))
    return places
