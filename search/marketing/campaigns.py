"""Campaigns in dealer search: their story while they run. What appears in their phases is found as what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import unescape

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.marketing.assets.api import assets_visible
from content.marketing.campaigns.api import Campaign, campaigns_running
from portal.network.api import Viewer
from search.documents import training
from search.kinds import MarketingKind
from search.marketing.source import AUDIENCE, Found, Source, Written, passages_of
from search.schema import Passage

NAME = "campaign"
OF_ASSETS = ("picture", "film")
"""Blocks of the story that show an asset: who may not have it does not read of it."""


def ids() -> list[int]:
    """All that are published."""
    return list(Campaign.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))


def passages(campaign_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of these campaigns."""
    found = Campaign.objects.filter(pk__in=campaign_ids, live=True).order_by("pk")
    written = map(_written, found.prefetch_related(*AUDIENCE))
    yield from passages_of(written, name=NAME, brand_codes=training.brand_codes())


def _written(campaign: Campaign) -> Written:
    return Written(
        kind=MarketingKind.CAMPAIGN.value,
        pk=campaign.pk,
        title=campaign.title,
        number=campaign.document_number,
        language=campaign.language,
        body="\n".join([campaign.summary, *_story(campaign)]),
        visibility=campaign.visibility(),
    )


def _story(campaign: Campaign) -> Iterator[str]:
    for block in campaign.body:
        if block.block_type not in OF_ASSETS:
            for text in block.block.get_searchable_content(block.value):
                yield " ".join(unescape(strip_tags(str(text))).split())


def shown(viewer: Viewer, campaign_ids: Collection[int]) -> dict[int, Found]:
    """What of these the database lets `viewer` see, each with its picture if that may be seen. Two statements."""
    campaigns = list(campaigns_running(viewer=viewer).filter(pk__in=campaign_ids))
    wanted = [campaign.hero_id for campaign in campaigns if campaign.hero_id]
    heroes = assets_visible(viewer=viewer).filter(pk__in=wanted, has_preview=True)
    seen = set(heroes.order_by().values_list("pk", flat=True)) if wanted else set()
    return {campaign.pk: _found(campaign, has_picture=campaign.hero_id in seen) for campaign in campaigns}


def _found(campaign: Campaign, *, has_picture: bool) -> Found:
    ends = date_format(localtime(campaign.expires_at), "DATE_FORMAT")
    return Found(
        kind=MarketingKind.CAMPAIGN.value,
        title=campaign.title,
        number=campaign.document_number,
        url=reverse("campaigns:campaign", args=[campaign.pk]),
        picture=reverse("assets:thumbnail", args=[campaign.hero_id]) if has_picture else "",
        facts=(_("until %(date)s") % {"date": ends}, campaign.summary),
    )


SOURCE = Source(name=NAME, ids=ids, passages=passages, shown=shown)
