"""Assets in dealer search: their words and keywords in both languages, and what is said in their films."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from content.marketing.assets.api import Asset, assets_visible, visibility
from portal.network.api import Viewer
from search.documents import training
from search.documents.cues import clock, said_in
from search.marketing.source import AUDIENCE, Found, Source, Written, passages_of
from search.schema import Passage
from training.courses.api import Cue, cues_of

NAME = "asset"
RELATED = (*AUDIENCE, "territory", "bindings", "keywords", "brands", "vehicle_models", "captions")


def kind_of(asset: Asset) -> str:
    """Its kind as one of `kinds.MarketingKind`."""
    return f"asset_{asset.kind}"


def ids() -> list[int]:
    """All that were read and released."""
    return list(Asset.objects.ready().filter(live=True).order_by("pk").values_list("pk", flat=True))


def passages(asset_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of these assets, as they may be found now or next."""
    found = Asset.objects.ready().filter(pk__in=asset_ids, live=True).order_by("pk")
    now = timezone.now()
    written = (_written(one, now) for one in found.prefetch_related(*RELATED))
    yield from passages_of(written, name=NAME, brand_codes=training.brand_codes())


def _written(asset: Asset, now: datetime) -> Written:
    words = [asset.title_zh, asset.description, asset.description_zh, asset.collection]
    for keyword in asset.keywords.all():
        words += [keyword.name, keyword.name_zh]
    words += [str(one) for one in (*asset.brands.all(), *asset.vehicle_models.all())]
    cues = (
        Cue(cue.seconds, cue.text, captions.language)
        for captions in asset.captions.all()
        for cue in cues_of(captions.text)
    )
    return Written(
        kind=kind_of(asset),
        pk=asset.pk,
        title=asset.title,
        number="",
        language=asset.language,
        body="\n".join(word for word in words if word),
        visibility=visibility(asset, at=now),
        brands=tuple(sorted(brand.code for brand in asset.brands.all())),
        models=tuple(sorted(model.code for model in asset.vehicle_models.all())),
        cues=tuple(said_in(cues)),
    )


def shown(viewer: Viewer, asset_ids: Collection[int]) -> dict[int, Found]:
    """What of these the database lets `viewer` see. One statement."""
    return {one.pk: _found(one) for one in assets_visible(viewer=viewer).filter(pk__in=asset_ids).order_by("pk")}


def _found(asset: Asset) -> Found:
    size = f"{asset.width} × {asset.height}" if asset.width else ""
    length = clock(int(asset.seconds)) if asset.seconds else ""
    facts = (asset.extension.upper(), size, length, filesizeformat(asset.size), asset.collection)
    return Found(
        kind=kind_of(asset),
        title=asset.own_title,
        number="",
        url=reverse("assets:asset", args=[asset.pk]),
        picture=reverse("assets:thumbnail", args=[asset.pk]) if asset.has_preview else "",
        facts=tuple(fact for fact in facts if fact),
    )


SOURCE = Source(name=NAME, ids=ids, passages=passages, shown=shown)
