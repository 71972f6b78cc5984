"""Print templates in dealer search: what they are for, in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.marketing.cobranding.api import PrintTemplate, templates_visible
from portal.network.api import Viewer
from search.documents import training
from search.kinds import MarketingKind
from search.marketing.source import AUDIENCE, Found, Source, Written, passages_of
from search.schema import Passage

NAME = "template"


def ids() -> list[int]:
    """All that are published."""
    published = PrintTemplate.objects.filter(live=True, current__isnull=False)
    return list(published.order_by("pk").values_list("pk", flat=True))


def passages(template_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of these templates."""
    found = PrintTemplate.objects.filter(pk__in=template_ids, live=True, current__isnull=False).order_by("pk")
    written = map(_written, found.prefetch_related(*AUDIENCE))
    yield from passages_of(written, name=NAME, brand_codes=training.brand_codes())


def _written(template: PrintTemplate) -> Written:
    words = (template.title_zh, template.summary, template.summary_zh)
    return Written(
        kind=MarketingKind.TEMPLATE.value,
        pk=template.pk,
        title=template.title,
        number="",
        language=template.language,
        body="\n".join(word for word in words if word),
        visibility=template.visibility(),
    )


def shown(viewer: Viewer, template_ids: Collection[int]) -> dict[int, Found]:
    """What of these the database lets `viewer` see. One statement."""
    found = templates_visible(viewer=viewer).filter(pk__in=template_ids).order_by("pk")
    return {one.pk: _found(one) for one in found}


def _found(template: PrintTemplate) -> Found:
    return Found(
        kind=MarketingKind.TEMPLATE.value,
        title=template.own_title,
        number="",
        url=reverse("cobranding:template", args=[template.pk]),
        picture=reverse("cobranding:cover", args=[template.pk, template.current_id, 1]),
        facts=tuple(fact for fact in (template.size_name, template.own_summary) if fact),
    )


SOURCE = Source(name=NAME, ids=ids, passages=passages, shown=shown)
