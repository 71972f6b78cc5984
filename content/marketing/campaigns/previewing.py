"""A campaign as dealers will see it, while it is being written: the story, and all phases with all that is in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from content.marketing.assets.api import assets_visible
from content.marketing.assets.models import Asset
from content.marketing.campaigns.models import Campaign
from content.marketing.campaigns.planning import plan_of
from content.marketing.campaigns.story import told, within
from portal.network.api import request_viewer
from portal.network.authorship import departments_of


def preview(campaign: Campaign, request: HttpRequest) -> HttpResponse:
    """The page of the draft. Of the assets in it, those are shown that the author may see already, or owns."""
    if campaign.department_id is None:
        campaign.minimal_clean()
    own = Asset.objects.filter(department__in=departments_of(request.user))  # type: ignore[arg-type]
    seen = within(own | assets_visible(viewer=request_viewer(request)))
    context: dict[str, Any] = {
        "campaign": campaign,
        "hero": seen([campaign.hero_id]).get(campaign.hero_id) if campaign.hero_id else None,
        "story": told(campaign, seen=seen, address=_address),
        "steps": plan_of(campaign),
        "now": timezone.now(),
        "is_preview": True,
    }
    return render(request, "marketing_campaigns/preview.html", context)


def _address(asset: Asset) -> str:
    """Dealers see it when it is released; its authors, in the CMS, before that."""
    return reverse("assets_desk:picture", args=[asset.pk, "preview"])
