"""The events that endpoints may want. Rooms name theirs from `ready`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST = "portal.test"
"""What a person sends to see that it arrives; no endpoint has to want it."""
_events: dict[str, str | Promise] = {}


def register_event(code: str, name: str | Promise) -> None:
    """Name an event ("publication.in_force") and what it is called where endpoints choose. From an app's `ready`."""
    _events[code] = name


def events() -> list[tuple[str, str | Promise]]:
    """Every event and its name, by code."""
    return sorted(_events.items())


def is_known(code: str) -> bool:
    return code in _events


def name_of(code: str) -> str | Promise:
    """What the event is called; its code, if nobody names it any more."""
    return _("Test") if code == TEST else _events.get(code, code)
