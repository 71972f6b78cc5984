"""Words of bookings in templates."""

from __future__ import annotations

from django import template

from training.sessions.models import Booking

register = template.Library()


@register.filter
def booking_state(state: str) -> str:
    """The name of a booking's state."""
    return str(Booking.State(state).label)
