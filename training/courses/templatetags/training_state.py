"""Words of registrations in templates."""

from __future__ import annotations

from typing import Any

from django import template

from portal.network.api import request_viewer
from training.courses.models import Registration

register = template.Library()


@register.filter
def registration_state(state: str) -> str:
    """The name of a registration's state."""
    return str(Registration.State(state).label)


@register.simple_tag(takes_context=True)
def manages_people(context: dict[str, Any]) -> bool:
    """Whether the person manages a dealer today."""
    return bool(request_viewer(context["request"]).managed_dealers)


@register.simple_tag(takes_context=True)
def assesses_people(context: dict[str, Any]) -> bool:
    """Whether the person may find practical tasks to sign off: managers, and staff of the maker."""
    viewer = request_viewer(context["request"])
    return viewer.everything or bool(viewer.managed_dealers)
