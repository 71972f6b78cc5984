"""Words of registrations in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.network.api import request_viewer
from training.courses.models import Registration

register = template.Library()


@register.filter
def registration_state(state: str) -> str:
    """The name of a registration's state."""
    return str(Registration.State(state).label)


@register.filter
def effort(minutes: int) -> str:
    """How long something takes, roughly: in minutes below an hour, else in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("about %(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("about %(hours)s h") % {"hours": hours}
    return _("about %(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.simple_tag(takes_context=True)
def manages_people(context: dict[str, Any]) -> bool:
    """Whether the person manages a dealer today."""
    return bool(request_viewer(context["request"]).managed_dealers)


@register.simple_tag(takes_context=True)
def assesses_people(context: dict[str, Any]) -> bool:
    """Whether the person may find practical tasks to sign off: managers, and staff of the maker."""
    viewer = request_viewer(context["request"])
    return viewer.everything or bool(viewer.managed_dealers)
