"""Time zones: their names, and an instant as it is read in one of them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that can be chosen: those named after places, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(REGIONS)))


def check_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of `zone_names`."""
    if name not in zone_names():
        raise ValidationError(_("“%(name)s” is no time zone. Write it as Europe/Berlin."), params={"name": name})


def in_zone(instant: datetime, name: str) -> datetime:
    """The instant as clocks of the zone show it."""
    return instant.astimezone(ZoneInfo(name))
