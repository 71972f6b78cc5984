"""Campaigns in people's feeds: while they run."""

from __future__ import annotations

from uuid import uuid5

from django.db.models import QuerySet
from django.urls import reverse

from content.announcing.api import Entry, Source, page_seen_from, register_source
from content.marketing.campaigns.models import Campaign
from content.marketing.campaigns.reading import campaigns_running
from portal.network.api import Viewer
from portal.notices.api import topic_name

TOPIC = "campaigns"


def register() -> None:
    """From `ready`."""
    register_source(TOPIC, Source(_rows, _entry))


def _rows(viewer: Viewer) -> QuerySet[Campaign]:
    return page_seen_from(campaigns_running(viewer=viewer))


def _entry(campaign: Campaign) -> Entry:
    return Entry(
        id=uuid5(campaign.translation_key, "campaign"),
        title=campaign.title,
        label="",
        summary=campaign.summary,
        category=TOPIC,
        category_name=topic_name(TOPIC),
        department=campaign.department.name,
        language=campaign.language,
        updated=campaign.seen_from,
        path=reverse("campaigns:campaign", kwargs={"campaign_id": campaign.pk}),
    )
