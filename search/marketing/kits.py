"""Sales kits in dealer search: the words of what all who see the kit see in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.marketing.assets.api import assets_visible
from content.marketing.kits.api import SalesKit, kits_visible, searchable_text
from portal.network.api import Viewer
from search.documents import training
from search.kinds import MarketingKind
from search.marketing.source import AUDIENCE, Found, Source, Written, passages_of
from search.schema import Passage

NAME = "kit"


def ids() -> list[int]:
    """All that are published."""
    return list(SalesKit.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))


def passages(kit_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of these kits."""
    found = SalesKit.objects.filter(pk__in=kit_ids, live=True).order_by("pk")
    written = map(_written, found.prefetch_related(*AUDIENCE, "vehicle_models"))
    yield from passages_of(written, name=NAME, brand_codes=training.brand_codes())


def _written(kit: SalesKit) -> Written:
    models = list(kit.vehicle_models.all())
    return Written(
        kind=MarketingKind.KIT.value,
        pk=kit.pk,
        title=kit.title,
        number=kit.document_number,
        language=kit.language,
        body="\n".join([searchable_text(kit), *(model.name for model in models)]),
        visibility=kit.visibility(),
        models=tuple(sorted(model.code for model in models)),
    )


def shown(viewer: Viewer, kit_ids: Collection[int]) -> dict[int, Found]:
    """What of these the database lets `viewer` see, each with its cover if that may be seen. Two statements."""
    kits = list(kits_visible(viewer=viewer).filter(pk__in=kit_ids).order_by("pk"))
    wanted = [kit.cover_id for kit in kits if kit.cover_id]
    covers = assets_visible(viewer=viewer).filter(pk__in=wanted, has_preview=True)
    seen = set(covers.order_by().values_list("pk", flat=True)) if wanted else set()
    return {kit.pk: _found(kit, has_cover=kit.cover_id in seen) for kit in kits}


def _found(kit: SalesKit, *, has_cover: bool) -> Found:
    return Found(
        kind=MarketingKind.KIT.value,
        title=kit.title,
        number=kit.document_number,
        url=kit.reading_path(),
        picture=reverse("assets:thumbnail", args=[kit.cover_id]) if has_cover else "",
        facts=(kit.summary,) if kit.summary else (),
    )


SOURCE = Source(name=NAME, ids=ids, passages=passages, shown=shown)
