"""A campaign: its story, its phases as a line of time, and what of it is there now."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.assets.api import assets_visible
from content.marketing.campaigns import reading
from content.marketing.campaigns.dealer_tasks import dealer_tasks
from content.marketing.campaigns.presenting import presented
from content.marketing.campaigns.story import told, within
from content.marketing.campaigns.views.gate import own_user
from portal.network.api import request_viewer
from portal.network.authorship import may_edit

MOST_TASKS = 50


@require_safe
@login_required
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The page of one campaign."""
    viewer = request_viewer(request)
    with unseen_is_absent(campaign_id):
        opened = reading.open_campaign(viewer=viewer, campaign_id=campaign_id)
    found = opened.campaign
    seen = within(assets_visible(viewer=viewer))
    phases = reading.phases_seen(viewer=viewer, campaign=found)
    context = {
        "campaign": found,
        "is_over": opened.is_over,
        "hero": seen([found.hero_id]).get(found.hero_id) if found.hero_id else None,
        "story": told(found, seen=seen),
        "phases": presented(phases),
        "tasks": dealer_tasks(viewer=viewer).filter(task__campaign=found)[:MOST_TASKS],
        "may_lead": may_edit(own_user(request), found.department),
    }
    delivery.note_use(viewer=viewer, thing="campaign", thing_id=found.pk, what=delivery.What.SEEN)
    response = render(request, "marketing_campaigns/campaign.html", context)
    # What ends at an instant is not shown again from a browser's memory.
    response["Cache-Control"] = "private, no-store"
    return response
