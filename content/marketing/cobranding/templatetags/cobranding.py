"""What the pages of this room ask for themselves."""

from __future__ import annotations

from typing import Any

from django import template

from content.marketing.cobranding.profiles import dealers_of
from portal.network.api import request_viewer
from portal.network.models import Dealer

register = template.Library()


@register.simple_tag(takes_context=True)
def own_dealers(context: dict[str, Any]) -> list[Dealer]:
    """The dealerships at which the person works, by name."""
    ids = dealers_of(request_viewer(context["request"]))
    return list(Dealer.objects.filter(pk__in=ids).order_by("name", "pk")) if ids else []
