"""Files by channel: asked for by whoever wants one, made once by a worker, dropped when nobody takes them any more."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from content.marketing.assets.models import Asset, Channel, Rendition
from portal.core import storage
from portal.core.dispatch import send_after_commit

MADE_BY = 1
"""Counts up when the same recipe gives another result."""
USED_GRAIN = timedelta(hours=6)
"""That a file is in use is noted so often at most."""
AGAIN_AFTER = timedelta(minutes=10)
"""What failed is tried again for who asks so much later."""
_TASK = "content.marketing.assets.tasks.make_rendition"
_AT_ONCE = 500


def key_of(asset: Asset, channel: Channel | None) -> str:
    """Of all that decides what is made. No channel: the cleaned original."""
    recipe = channel.recipe() if channel else {"format": "clean"}
    focal = [asset.focal_x, asset.focal_y] if channel and channel.fit == Channel.Fit.CROP else []
    return sha256(json.dumps([MADE_BY, asset.sha256, recipe, focal], sort_keys=True).encode()).hexdigest()


@transaction.atomic
def ask(asset: Asset, channel: Channel | None) -> Rendition:
    """The rendition, asked for if it is not there. One statement where it is."""
    key, now = key_of(asset, channel), timezone.now()
    found = Rendition.objects.filter(asset=asset, key=key).first()
    if found is None:
        found, _created = Rendition.objects.get_or_create(asset=asset, key=key, defaults={"channel": channel})
        send_after_commit(_TASK, found.pk)
    elif found.state == Rendition.State.FAILED and found.queued_at < now - AGAIN_AFTER:
        fresh = {"state": Rendition.State.WAITING, "attempts": 0, "reason": "", "queued_at": now}
        if Rendition.objects.filter(pk=found.pk, state=Rendition.State.FAILED).update(**fresh):
            found.state = Rendition.State.WAITING
            send_after_commit(_TASK, found.pk)
    if found.used_at < now - USED_GRAIN:
        Rendition.objects.filter(pk=found.pk).update(used_at=now)
    return found


def evict() -> int:
    """Drop what nobody took for ASSET_RENDITION_DAYS; returns how many. It is made again for who asks."""
    stale = timezone.now() - timedelta(days=settings.ASSET_RENDITION_DAYS)
    dropped = 0
    for one in Rendition.objects.filter(used_at__lt=stale, state=Rendition.State.DONE).order_by("used_at")[:_AT_ONCE]:
        # The row first: a file without a row is made again, a row without a file would be an error.
        one.delete()
        if not Rendition.objects.filter(key=one.key).exists():
            storage.delete(name=one.stored_as)
        dropped += 1
    return dropped
