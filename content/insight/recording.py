"""Counting a use: one row for a person, a thing, a way and a day."""

from __future__ import annotations

from collections.abc import Sequence
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
def _keep(sender: object, viewer: Viewer, thing: str, thing_ids: Sequence[int], what: str, **kwargs: Any) -> None:
    """At most one statement; none when the person is known to have done the same today. Staff of the maker are not
    those whom things are sent to."""
    if viewer.user_id is None or viewer.dealer is None or thing not in KINDS:
        return
    day = timezone.localdate(viewer.at)
    keys = {f"insight:{viewer.user_id}:{thing}:{pk}:{what}:{day:%Y%m%d}": pk for pk in thing_ids}
    known = cache.get_many(keys)
    new = {key: pk for key, pk in keys.items() if key not in known}
    if not new:
        return
    same = {"user_id": viewer.user_id, "dealer_id": viewer.dealer, "thing": thing, "what": what, "day": day}
    Use.objects.bulk_create([Use(thing_id=pk, **same) for pk in new.values()], ignore_conflicts=True)
    cache.set_many(dict.fromkeys(new, True), DAY_SECONDS)
