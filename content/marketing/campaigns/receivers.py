"""What follows when a campaign, or a publication that belongs to one, is saved, published or deleted in the CMS."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete, pre_save
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from content.marketing.campaigns import binding
from content.marketing.campaigns.models import Campaign, TaskPhoto
from content.marketing.campaigns.signals import campaign_changed
from portal.core import events, storage


def connect() -> None:
    pre_save.connect(binding.keep_bound, dispatch_uid="campaigns.keep_bound")
    pre_delete.connect(_going, sender=Campaign, dispatch_uid="campaigns.going")
    post_delete.connect(_gone, sender=Campaign, dispatch_uid="campaigns.gone")
    post_delete.connect(_photo_gone, sender=TaskPhoto, dispatch_uid="campaigns.photo_gone")
    page_published.connect(_published, sender=Campaign, dispatch_uid="campaigns.published")
    page_unpublished.connect(_unpublished, sender=Campaign, dispatch_uid="campaigns.unpublished")


def _published(*, instance: Campaign, revision: Any = None, **_kwargs: object) -> None:
    actor = revision.user if revision is not None else None
    events.record(verb="campaign.published", subject=f"campaign:{instance.pk}", actor=actor)


def _unpublished(*, instance: Campaign, **_kwargs: object) -> None:
    events.record(verb="campaign.withdrawn", subject=f"campaign:{instance.pk}", actor=None)


def _going(*, instance: Campaign, **_kwargs: object) -> None:
    """What belonged to it alone does not appear because it is gone."""
    binding.close(campaign=instance, now=timezone.now())


def _gone(*, instance: Campaign, **_kwargs: object) -> None:
    campaign_changed.send(sender=Campaign, campaign_id=instance.pk)


def _photo_gone(*, instance: TaskPhoto, **_kwargs: object) -> None:
    """Its file goes with it, once it is sure."""
    name = instance.stored_as
    transaction.on_commit(lambda: storage.delete(name=name))
