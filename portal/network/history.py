"""What dealers were: their brands, region and tier as of a past instant.

What is about to change is kept as it was until now; nothing is kept of a dealer that never changed, nor of one without
brands, which is still being entered. Statements that change rows without their models (`update`, `bulk_update`) leave
no trace here: the network is changed by its models.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_save
from django.utils import timezone

from portal.network.models import Brand, Dealer, FormerDealer, Region
from portal.network.viewer import Standing, workplace


def connect() -> None:
    """From `ready`."""
    pre_save.connect(_dealer_saved, sender=Dealer, dispatch_uid="history.dealer")
    pre_save.connect(_region_saved, sender=Region, dispatch_uid="history.region")
    m2m_changed.connect(_brands_changed, sender=Dealer.brands.through, dispatch_uid="history.brands")


def workplace_then(*, dealer: Dealer, at: datetime) -> Standing:
    """What working at the dealer made of anybody at the instant `at`, but for their roles. Three statements at most."""
    former = dealer.former.filter(until__gt=at).order_by("until", "pk").first()
    if former is None:
        return workplace(dealer=dealer)
    return Standing(
        brands=frozenset(former.brands),
        regions=frozenset(former.regions),
        tiers=frozenset([] if former.tier_id is None else [former.tier_id]),
        dealers=frozenset([dealer.pk]),
    )


def _keep(dealers: QuerySet[Dealer]) -> None:
    """Keep what these are now. Two statements."""
    now = timezone.now()
    rows = [
        FormerDealer(
            dealer=one,
            until=now,
            tier_id=one.tier_id,
            regions=one.region.lineage,
            brands=sorted(brand.pk for brand in one.brands.all()),
        )
        for one in dealers.select_related("region").prefetch_related("brands").order_by("pk")
        if one.brands.all()
    ]
    FormerDealer.objects.bulk_create(rows, batch_size=1000)


def _dealer_saved(sender: Any, instance: Dealer, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        same = {"tier": instance.tier_id, "region": instance.region_id}
        _keep(Dealer.objects.filter(pk=instance.pk).exclude(**same))


def _region_saved(sender: Any, instance: Region, raw: bool = False, **kwargs: Any) -> None:
    if not raw and Region.objects.filter(pk=instance.pk).exclude(parent=instance.parent_id).exists():
        _keep(Dealer.objects.filter(region__path__contains=f"/{instance.pk}/"))


def _brands_changed(sender: Any, instance: Dealer | Brand, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not action.startswith("pre_") or pk_set == set():
        return
    if isinstance(instance, Dealer):
        _keep(Dealer.objects.filter(pk=instance.pk))
    elif pk_set is None:
        _keep(Dealer.objects.filter(brands=instance))
    else:
        _keep(Dealer.objects.filter(pk__in=pk_set))
