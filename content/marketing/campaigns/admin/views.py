"""Pages and actions of campaigns in the CMS, beside the page's own editor."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.marketing.campaigns import moving
from content.marketing.campaigns.models import Campaign
from content.marketing.campaigns.planning import plan_of
from portal.core.keys import LARGEST_ID
from portal.network.api import dealers_reached
from portal.network.models import User

FURTHEST = 730


@require_safe
def plan(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What will happen when, as the campaign was saved last. Raises Http404."""
    campaign = _edited(request, campaign_id)
    draft, section = campaign.get_latest_revision_as_object(), campaign.get_parent()
    context = {
        "campaign": campaign,
        "steps": plan_of(draft),
        "now": timezone.now(),
        "is_changed": campaign.has_unpublished_changes,
        "dealers": dealers_reached(model=Campaign, pk=campaign.pk, day=timezone.localdate()).count(),
        "header_title": _("What happens when"),
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {
                "url": reverse("wagtailadmin_explore", args=[section.pk]),
                "label": section.title,
            },
            {"url": reverse("wagtailadmin_pages:edit", args=[campaign.pk]), "label": draft.title},
            {"url": "", "label": _("What happens when")},
        ],
    }
    return render(request, "marketing_campaigns/admin/plan.html", context)


@require_POST
def move(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Move all dates into a new draft. Raises Http404, PermissionDenied."""
    campaign = _edited(request, campaign_id)
    lock = campaign.get_lock()
    if lock is not None and lock.for_user(request.user):
        raise PermissionDenied
    text = request.POST.get("days", "").strip()
    days = int(text) if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 6 else 0
    if days == 0 or abs(days) > FURTHEST:
        messages.error(request, _("Type by how many days, at most %(most)s.") % {"most": FURTHEST})
    else:
        moving.move(actor=cast(User, request.user), campaign=campaign, days=days)
        messages.success(request, _("The dates were moved in a draft. Look at them, and publish it."))
    return redirect("campaign_desk:plan", campaign_id)


def _edited(request: HttpRequest, campaign_id: int) -> Campaign:
    """A campaign that the person may edit; of any other nothing is said. Raises Http404."""
    found = Campaign.objects.filter(pk=min(campaign_id, LARGEST_ID)).select_related("department").first()
    if found is None or not found.permissions_for_user(request.user).can_edit():
        raise Http404
    edited: Campaign = found
    return edited
