"""Moving a campaign as a whole: its dates, those of its phases and the days by which tasks are due, into a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from content.marketing.campaigns.models import Campaign
from portal.network.models import User

DATED = frozenset({"starts", "ends", "due"})


def move(*, actor: User, campaign: Campaign, days: int) -> Campaign:
    """A new draft of what was saved last, `days` later (earlier if negative), at the same hours of the day."""
    draft: Campaign = campaign.get_latest_revision_as_object()
    for name in ("effective_from", "expires_at"):
        if (instant := getattr(draft, name)) is not None:
            setattr(draft, name, later(instant, days))
    draft.programme = _moved(draft.programme.get_prep_value(), days)
    draft.save_revision(user=actor, log_action=True)
    return draft


def later(instant: datetime, days: int) -> datetime:
    """So many days later, at the same hour of the portal's clock: a change to summer time moves no opening."""
    local = timezone.localtime(instant).replace(tzinfo=None)
    return timezone.make_aware(local + timedelta(days=days))


def _moved(value: Any, days: int) -> Any:
    if isinstance(value, list):
        return [_moved(one, days) for one in value]
    if isinstance(value, Mapping):
        return {
            name: _instant(one, days) if name in DATED and isinstance(one, str | date) else _moved(one, days)
            for name, one in value.items()
        }
    return value


def _instant(value: Any, days: int) -> Any:
    found = parse_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        return value
    aware = timezone.make_aware(found) if timezone.is_naive(found) else found
    return later(aware, days).isoformat()
