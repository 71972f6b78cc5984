"""What follows when a kit is published, changed or deleted in the CMS."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished

from content.announcing.api import announce, register_announced
from content.marketing.assets.api import Asset
from content.marketing.kits.models import KitAsset, SalesKit
from content.marketing.kits.signals import kit_changed

IN_FORCE = "kit.in_force"
TOPIC = "kits"


def connect() -> None:
    register_announced(IN_FORCE, lambda data: _("New sales kit: %(title)s") % data, topic=TOPIC)
    page_published.connect(_published, sender=SalesKit, dispatch_uid="kits.published")
    page_unpublished.connect(_changed, sender=SalesKit, dispatch_uid="kits.unpublished")
    post_delete.connect(_changed, sender=SalesKit, dispatch_uid="kits.deleted")


def _published(*, instance: SalesKit, **_kwargs: object) -> None:
    with transaction.atomic():
        note_assets(instance)
        announce(
            kind=IN_FORCE,
            thing=instance,
            key=f"kit:{instance.pk}:in_force",
            url=instance.reading_path(),
            topic=TOPIC,
            at=instance.effective_from,
            data={"title": instance.title},
        )
        kit_changed.send(sender=SalesKit, kit_id=instance.pk)


def _changed(*, instance: SalesKit, **_kwargs: object) -> None:
    kit_changed.send(sender=SalesKit, kit_id=instance.pk)


def note_assets(kit: SalesKit) -> None:
    """Write anew which assets are in the kit, and which of them customers may get: those that are marked in a section
    which all see who see the kit, and which is not for dealers only. In a transaction."""
    marks: dict[int, bool] = {}
    for section in kit.outline.sections:
        is_open = section.for_everybody and not section.dealers_only
        for item in section.items:
            for entry in item.assets:
                marks[entry.asset_id] = marks.get(entry.asset_id, False) or (entry.for_customers and is_open)
    present = set(Asset.objects.filter(pk__in=marks).values_list("pk", flat=True))
    rows: list[Any] = [
        KitAsset(kit=kit, asset_id=pk, for_customers=mark) for pk, mark in marks.items() if pk in present
    ]
    # Two who publish at once write one after the other.
    SalesKit.objects.select_for_update(of=("self",)).filter(pk=kit.pk).values_list("pk").first()
    KitAsset.objects.filter(kit=kit).delete()
    KitAsset.objects.bulk_create(rows)
