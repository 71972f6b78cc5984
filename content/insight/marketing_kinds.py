"""What marketing sends out as things with a reach: assets, sales kits, campaigns, print templates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.insight.kinds import Facts, ThingKind, register
from content.marketing.assets.api import Asset, assets_visible
from content.marketing.campaigns.api import Campaign
from content.marketing.cobranding.api import PrintTemplate, templates_visible
from content.marketing.kits.api import SalesKit, kits_visible
from portal.network.api import Viewer


def _kind(
    *,
    name: str,
    title: str | Promise,
    model: Any,
    since: str,
    address: str,
    fields: tuple[str, ...],
    visible: Callable[[Viewer], QuerySet[Any, Any]],
) -> ThingKind:
    """A kind whose things have the audience themselves. `since` is the field that says when one was released first;
    what never was is not there."""

    def facts(ids: Collection[int] | None) -> Iterator[Facts]:
        now = timezone.now()
        rows = model.objects.filter(**{f"{since}__isnull": False}).order_by("pk")
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        names = ("pk", "title", "department_id", "live", "effective_from", "expires_at", since, *fields)
        for row in rows.values(*names).iterator(chunk_size=1000):
            begins: datetime = max(filter(None, (row["effective_from"], row[since])))
            lasting = row["expires_at"] is None or row["expires_at"] > now
            yield Facts(
                id=row["pk"],
                title=row["title"],
                department_id=row["department_id"],
                target_id=row["pk"],
                since=begins,
                is_current=row["live"] and begins <= now and lasting,
                document_number=row.get("document_number", ""),
            )

    def url(_target: int, pk: int) -> str:
        return reverse(address, args=[pk])

    return ThingKind(name=name, title=title, model=model, facts=facts, visible=visible, url=url)


register(
    _kind(
        name="asset",
        title=_("Images and media"),
        model=Asset,
        since="released_at",
        address="assets:asset",
        fields=(),
        visible=lambda viewer: assets_visible(viewer=viewer).order_by().values("pk"),
    )
)
register(
    _kind(
        name="kit",
        title=_("Sales kits"),
        model=SalesKit,
        since="first_published_at",
        address="kits:kit",
        fields=("document_number",),
        visible=lambda viewer: kits_visible(viewer=viewer).order_by().values("pk"),
    )
)
register(
    _kind(
        name="campaign",
        title=_("Campaigns"),
        model=Campaign,
        since="first_published_at",
        address="campaigns:campaign",
        fields=("document_number",),
        visible=lambda viewer: Campaign.objects.visible_to(viewer).order_by().values("pk"),
    )
)
register(
    _kind(
        name="print",
        title=_("Print templates"),
        model=PrintTemplate,
        since="current__published_at",
        address="cobranding:template",
        fields=(),
        visible=lambda viewer: templates_visible(viewer=viewer).order_by().values("pk"),
    )
)
