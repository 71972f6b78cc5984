"""For whom and for which vehicles publications were, as of a past instant.

A version that changes either leaves what was so before it; nothing is kept of a publication that was always for the
same. Drafts that were never released were for nobody.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from content.library.applying import Fact, Row
from content.library.fitting import rows_of
from content.library.models import Applicability, FormerScope, Manual
from content.library.overlap import Scope
from portal.network.api import Visibility, audience_of
from portal.network.models import AUDIENCE_DIMENSIONS

CELLS = ("brand_id", "model_id", "variant_id", "year_from", "year_to", "market", "vin_stem", "serial_from", "serial_to")


def scopes_then(*, at: datetime) -> dict[int, Scope]:
    """What the publications were for at the instant `at`, by id, of those that are for something else since. One
    statement."""
    later = FormerScope.objects.filter(until__gt=at)
    first = later.filter(manual=OuterRef("manual")).order_by("until", "pk").values("pk")[:1]
    rows = later.filter(pk=Subquery(first)).order_by()
    return {
        manual: Scope(tuple(_row(row) for row in applicability), Visibility.of(audience))
        for manual, audience, applicability in rows.values_list("manual", "audience", "applicability")
    }


@receiver(pre_save)
def _saved(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """What the page is for is written with it; it is compared before."""
    if raw or update_fields is not None or not isinstance(instance, Manual) or instance.pk is None:
        return
    released = Q(live=True) | Q(first_published_at__isnull=False)
    if not Manual.objects.filter(released, pk=instance.pk).exists():
        return
    audience = audience_of(model=Manual, pk=instance.pk)
    kept = Counter(Applicability.objects.filter(manual=instance.pk).order_by().values_list(*CELLS))
    rows = Counter(tuple(getattr(row, cell) for cell in CELLS) for row in instance.applicability.all())
    if audience == Visibility(**instance.audience()) and rows == kept:
        return
    FormerScope.objects.create(
        manual_id=instance.pk,
        until=timezone.now(),
        audience={name: sorted(getattr(audience, name)) for name in AUDIENCE_DIMENSIONS},
        applicability=[asdict(row) for row in rows_of(manual_ids=[instance.pk])[instance.pk]],
    )


def _row(kept: dict[str, Any]) -> Row:
    variant = kept["variant"]
    return Row(**{**kept, "variant": variant and (Fact(variant[0]), variant[1])})
