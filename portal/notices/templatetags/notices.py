"""The number of unread notices, for the head of the pages of training."""

from __future__ import annotations

from typing import Any

from django import template

from portal.network.models import User
from portal.notices.reading import unread

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices the person has not read: one statement, counted up to a hundred."""
    user = context["request"].user
    return unread(user=user) if isinstance(user, User) else 0
