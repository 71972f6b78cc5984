"""Deleting an asset: the row at once, its files once no other asset has them."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import transaction

from content.marketing.assets.models import Asset, Rendition
from content.marketing.assets.signals import asset_changed
from portal.core import events, storage
from portal.network.models import User

DELETED = "asset.deleted"
NOT_REMOVED = "assets.files_not_removed"
log = structlog.get_logger(__name__)


@transaction.atomic
def remove(*, asset: Asset, actor: User) -> None:
    """Delete the asset and all that was made of it."""
    pk, digest = asset.pk, asset.sha256
    keys = list(asset.renditions.values_list("key", flat=True))
    events.record(verb=DELETED, subject=f"asset:{pk}", actor=actor, data={"sha256": digest, "title": asset.title})
    asset.delete()
    asset_changed.send(Asset, asset_ids=[pk])
    transaction.on_commit(partial(_remove_files, digest, keys))


def _remove_files(digest: str, keys: list[str]) -> None:
    names = [] if Asset.objects.filter(sha256=digest).exists() else _names(digest)
    used = set(Rendition.objects.filter(key__in=keys).values_list("key", flat=True))
    names += [Rendition(key=key).stored_as for key in keys if key not in used]
    try:
        for name in names:
            storage.delete(name=name)
    except storage.StorageUnavailable as error:
        # They are in nobody's way: the same file uploaded again finds its place taken by itself.
        log.warning(NOT_REMOVED, sha256=digest, error=type(error).__name__)


def _names(digest: str) -> list[str]:
    whole = Asset(sha256=digest)
    return [whole.stored_as, *(whole.derived(role) for role in ("thumbnail", "preview", "film"))]
