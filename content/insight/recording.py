"""Counting a use: one row for a person, a thing, a way and a day."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.dispatch import receiver
from django.utils import timezone

from content.delivery.api import used
from content.insight.kinds import KINDS
from content.insight.models import Use
from portal.network.api import Viewer

DAY_SECONDS = 24 * 3600


@receiver(used)
def _keep(sender: object, viewer: Viewer, thing: str, thing_id: int, what: str, **kwargs: Any) -> None:
    """At most one statement; none when the person is known to have done the same today. Staff of the maker are not
    those whom things are sent to."""
    if viewer.user_id is None or viewer.dealer is None or thing not in KINDS:
        return
    day = timezone.localdate(viewer.at)
    key = f"insight:{viewer.user_id}:{thing}:{thing_id}:{what}:{day:%Y%m%d}"
    if cache.get(key):
        return
    row = Use(user_id=viewer.user_id, dealer_id=viewer.dealer, thing=thing, thing_id=thing_id, what=what, day=day)
    Use.objects.bulk_create([row], ignore_conflicts=True)
    cache.set(key, True, DAY_SECONDS)
