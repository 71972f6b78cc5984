"""Keeping what marketing sends in the index as the database has it.

A change owes one entry "search.marketing" a thing; its delivery reads the database as it is then, compares by
fingerprints and writes what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from content.marketing.assets.api import asset_changed
from content.marketing.campaigns.api import campaign_changed
from content.marketing.cobranding.api import PrintTemplate
from content.marketing.kits.api import kit_changed
from portal.core import outbox
from portal.core.models import OutboxEntry
from search import lifecycle
from search.marketing import assets, campaigns, kits, templates
from search.marketing.source import Source
from search.marketing.sources import SOURCES
from search.schema import Passage
from search.sync import write

KIND = "search.marketing"
AT_ONCE = 100


@receiver(asset_changed)
def _assets_changed(sender: object, asset_ids: Iterable[int], **kwargs: Any) -> None:
    owe({assets.NAME: asset_ids})


@receiver(kit_changed)
def _kit_changed(sender: object, kit_id: int, **kwargs: Any) -> None:
    owe({kits.NAME: [kit_id]})


@receiver(campaign_changed)
def _campaign_changed(sender: object, campaign_id: int, **kwargs: Any) -> None:
    owe({campaigns.NAME: [campaign_id]})


@receiver([published, unpublished, post_delete], sender=PrintTemplate)
def _template_changed(sender: object, instance: PrintTemplate, **kwargs: Any) -> None:
    owe({templates.NAME: [instance.pk]})


@transaction.atomic
def owe(ids: Mapping[str, Iterable[int]]) -> None:
    """Owe an update of each thing: {name of its source: ids}."""
    keys = [SOURCES[name].key(pk) for name, found in ids.items() for pk in found]
    if keys:
        outbox.enqueue_many(kind=KIND, items=[(key, {}) for key in keys])


def deliver(key: str, payload: dict[str, object]) -> None:
    """Bring the passages of a thing up to date. `key` is its publication key."""
    source, pk = _of(key)
    write(key, list(source.passages([pk])))


def _of(key: str) -> tuple[Source, int]:
    name, _colon, pk = key.partition(":")
    return SOURCES[name], int(pk)


def all_passages() -> Iterator[Passage]:
    """Every passage of marketing that should be in the index."""
    for source in SOURCES.values():
        ids = source.ids()
        for at in range(0, len(ids), AT_ONCE):
            yield from source.passages(ids[at : at + AT_ONCE])


def desired_of_marketing() -> dict[str, str]:
    """{id: fingerprint} of every passage of marketing that should be in the index."""
    return {passage.id: passage.fingerprint for passage in all_passages()}


def changed_since(started: datetime) -> lifecycle.Changes:
    """The things that the outbox was told of since then."""
    entries = OutboxEntry.objects.filter(kind=KIND, created_at__gte=started)
    keys = frozenset(entries.values_list("key", flat=True))
    return lifecycle.Changes(keys, tuple(one for source, pk in map(_of, keys) for one in source.passages([pk])))
