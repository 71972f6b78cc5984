"""Facts of vehicles in words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from content.library.applying import Fact
from content.vehicles.wording import FACTS

register = template.Library()


@register.filter
def not_known(facts: Iterable[Fact]) -> str:
    """The facts that would decide: "Not known: engine, market"."""
    return _("Not known: %(facts)s") % {"facts": ", ".join(str(FACTS[fact]) for fact in Fact if fact in facts)}
