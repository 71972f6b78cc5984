"""A campaign and what belongs to it: the asset is seen within the campaign's window, and its own, alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content.marketing.assets.models import Asset, AssetBinding
from content.marketing.assets.signals import asset_changed

LOOK_BACK = timedelta(minutes=10)
"""Longer than the pause between two looks: a window that ended is told at least once."""


@transaction.atomic
def bind(*, asset_ids: Collection[int], by: str, effective_from: datetime | None, expires_at: datetime | None) -> None:
    """These assets, and no others, belong to `by` ("campaign:12") and are seen within its window. What was bound
    before is told the new window; what is no longer named is let go. An asset that several bind is seen while one of
    them is open."""
    wanted = set(Asset.objects.filter(pk__in=asset_ids).values_list("pk", flat=True))
    # The rows of one owner are locked: two editors of one campaign wait for each other.
    held = {one.asset_id: one for one in AssetBinding.objects.select_for_update().filter(by=by).order_by("pk")}
    gone = held.keys() - wanted
    AssetBinding.objects.filter(by=by, asset__in=gone).delete()
    AssetBinding.objects.filter(by=by).update(effective_from=effective_from, expires_at=expires_at)
    AssetBinding.objects.bulk_create(
        [
            AssetBinding(asset_id=pk, by=by, effective_from=effective_from, expires_at=expires_at)
            for pk in sorted(wanted - held.keys())
        ],
        update_conflicts=True,
        update_fields=["effective_from", "expires_at"],
        unique_fields=["asset", "by"],
    )
    if changed := sorted(wanted | gone):
        asset_changed.send(Asset, asset_ids=changed)


@transaction.atomic
def unbind(*, by: str, asset_ids: Collection[int] | None = None) -> None:
    """Let go what belongs to `by`, or those of it that are named: their own windows hold again."""
    bound = AssetBinding.objects.filter(by=by)
    if asset_ids is not None:
        bound = bound.filter(asset__in=asset_ids)
    changed = sorted(bound.values_list("asset_id", flat=True))
    bound.delete()
    if changed:
        asset_changed.send(Asset, asset_ids=changed)


@transaction.atomic
def tell_of_next_windows() -> int:
    """Tell those above of assets of which a window ended just now and that have another: a search document holds one
    at a time. Nobody sees an asset longer for it. Returns how many. Doing it again is no error."""
    now = timezone.now()
    ended = AssetBinding.objects.filter(expires_at__lte=now, expires_at__gt=now - LOOK_BACK).values("asset")
    later = AssetBinding.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), asset__in=ended)
    changed = sorted(set(later.values_list("asset_id", flat=True)))
    if changed:
        asset_changed.send(Asset, asset_ids=changed)
    return len(changed)
