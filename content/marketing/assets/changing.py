"""Changing what is said of assets, for one or for many: recorded, told, and released only where that may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content.marketing.assets.models import Asset
from content.marketing.assets.signals import asset_changed
from portal.core import events
from portal.network.models import User

CHANGED, RELEASED, WITHDRAWN = "asset.changed", "asset.released", "asset.withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed on all of them. `values` are fields; `added` and `replaced` are rows by relation."""

    values: Mapping[str, Any] = field(default_factory=dict)
    added: Mapping[str, Collection[Any]] = field(default_factory=dict)
    replaced: Mapping[str, Collection[Any]] = field(default_factory=dict)
    release: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return bool(self.values or self.added or self.replaced or self.release is not None)


@dataclass(frozen=True, slots=True)
class Held:
    """An asset that was not changed, and why."""

    asset: Asset
    reason: str


@transaction.atomic
def change_many(*, asset_ids: Sequence[int], change: Change, actor: User) -> tuple[int, list[Held]]:
    """Change these assets, of which the person may change all. Returns how many were changed, and those that were not
    because it would break a rule of theirs. The number of statements does not grow with them."""
    locked = Asset.objects.select_for_update(of=("self",)).select_related("licence").filter(pk__in=asset_ids)
    rows = list(locked.order_by("pk"))
    held = [Held(row, reason) for row in rows if (reason := _against(row, change))]
    kept = {one.asset.pk for one in held}
    ids = [row.pk for row in rows if row.pk not in kept]
    changed = Asset.objects.filter(pk__in=ids)
    if change.values:
        changed.update(**change.values)
    for name, things in change.replaced.items():
        _through(name).filter(asset__in=ids).delete()
        _add(name, ids, things)
    for name, things in change.added.items():
        _add(name, ids, things)
    subjects = [f"asset:{pk}" for pk in ids]
    data: dict[str, object] = {"fields": sorted([*change.values, *change.replaced, *change.added])}
    if data["fields"]:
        events.record_many(verb=CHANGED, subjects=subjects, actor=actor, data=data)
    if change.release is not None:
        _release(rows, ids, release=change.release, actor=actor)
    if ids:
        asset_changed.send(Asset, asset_ids=ids)
    return len(ids), held


def _against(row: Asset, change: Change) -> str:
    """What forbids the change on this asset."""

    def will_be(name: str) -> Any:
        return change.values.get(name, getattr(row, name))

    released = row.live if change.release is None else change.release
    if released and will_be("people") == Asset.People.MISSING:
        return _("Without the consent of the people in it, it is not released.")
    if change.release and row.state == Asset.State.FAILED:
        return _("Its file cannot be used.")
    licence = will_be("licence")
    if licence is not None and licence.needs_attribution and not will_be("credit"):
        return _("This licence asks for a credit line.")
    return ""


def _through(name: str) -> Any:
    return Asset._meta.get_field(name).remote_field.through._default_manager  # type: ignore[union-attr]


def _add(name: str, ids: Sequence[int], things: Collection[Any]) -> None:
    field = Asset._meta.get_field(name)
    model = field.remote_field.through  # type: ignore[union-attr]
    target = field.m2m_reverse_field_name()  # type: ignore[union-attr]
    rows = [model(asset_id=pk, **{f"{target}_id": thing.pk}) for pk in ids for thing in things]
    model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def _release(rows: Sequence[Asset], ids: Sequence[int], *, release: bool, actor: User) -> None:
    moved = [row.pk for row in rows if row.pk in set(ids) and row.live is not release]
    Asset.objects.filter(Q(pk__in=moved)).update(live=release, released_at=timezone.now() if release else None)
    verb = RELEASED if release else WITHDRAWN
    events.record_many(verb=verb, subjects=[f"asset:{pk}" for pk in moved], actor=actor)


@transaction.atomic
def note_change(*, asset: Asset, before: Asset | None, fields: Sequence[str], actor: User) -> None:
    """After the form of one asset was saved: the instant of release, the record, and those above are told."""
    if before is not None and asset.live != before.live:
        asset.released_at = timezone.now() if asset.live else None
        Asset.objects.filter(pk=asset.pk).update(released_at=asset.released_at)
        verb = RELEASED if asset.live else WITHDRAWN
        events.record(verb=verb, subject=f"asset:{asset.pk}", actor=actor)
    if fields:
        events.record(verb=CHANGED, subject=f"asset:{asset.pk}", actor=actor, data={"fields": sorted(fields)})
    asset_changed.send(Asset, asset_ids=[asset.pk])
