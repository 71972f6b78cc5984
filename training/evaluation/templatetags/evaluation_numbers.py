"""Numbers of evaluation in templates. What is unknown is a dash."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()
UNKNOWN = "–"


@register.filter
def share(value: float | None) -> str:
    """0.8125 -> "81.3 %"."""
    return UNKNOWN if value is None else f"{number_format(round(value * 100, 1), 1)} %"


@register.filter
def two(value: float | None) -> str:
    """0.8125 -> "0.81"."""
    return UNKNOWN if value is None else str(number_format(round(value, 2) + 0.0, 2))


@register.filter
def seconds(value: float | None) -> str:
    """41.6 -> "42 s"."""
    return UNKNOWN if value is None else f"{number_format(round(value))} s"
