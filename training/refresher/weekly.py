"""Once a week, on the day that they chose, people are told that their quiz is ready; if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.network.models import User
from portal.network.viewer import viewer_for
from portal.notices.api import Told, notify_many
from training.refresher.due import due_cards
from training.refresher.models import Card, RefresherPreference

READY = "refresher.ready"
_PIECE = 500


def ready_sentence(_data: Mapping[str, Any]) -> str:
    """Of the notice."""
    return _("Your two-minute quiz is ready.")


def announce(*, now: datetime | None = None) -> int:
    """Tell everybody whose day it is; says how many have a quiz. Nobody is told twice in a week, however often this
    runs and whichever day they change to."""
    now = now or timezone.now()
    year, week, _day = timezone.localdate(now).isocalendar()
    told, after = 0, 0
    while people := list(_whose_day(now).filter(pk__gt=after)[:_PIECE]):
        after = people[-1].pk
        ready = [user for user in people if due_cards(viewer=viewer_for(user=user, at=now)).exists()]
        notify_many(
            Told(user_id=user.pk, kind=READY, key=f"refresher:{year}-{week:02}", url=reverse("refresher:quiz"))
            for user in ready
        )
        told += len(ready)
    return told


def prefer(*, user: User, day: int) -> None:
    """Keep the person's choice."""
    RefresherPreference.objects.update_or_create(user=user, defaults={"day": day})


def _whose_day(now: datetime) -> QuerySet[User]:
    today = timezone.localdate(now).weekday()
    chosen = Q(refresher_preference__day=today)
    if today == RefresherPreference.Day.MONDAY:
        chosen |= Q(refresher_preference__isnull=True)
    due = Card.objects.filter(user=OuterRef("pk"), due_at__lte=now)
    return User.objects.filter(chosen, Exists(due), is_active=True).order_by("pk")
