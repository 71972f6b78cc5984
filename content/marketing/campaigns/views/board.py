"""The board of a campaign for the department that owns it: how far the dealers are, and the wall of their photos."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.exports import api as exports
from content.library.api import unseen_is_absent
from content.marketing.campaigns import board, exporting, judging
from content.marketing.campaigns.handing_in import TaskRefused
from content.marketing.campaigns.models import HandIn, TaskPhoto
from content.marketing.campaigns.photos import send_photo
from content.marketing.campaigns.views.gate import asked_id, kept, led_campaign, own_user
from portal.network.api import request_viewer
from portal.network.models import Region

PER_PAGE, PER_WALL = 50, 12


@require_safe
@login_required
@never_cache
def dealers(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Sums by task and region, the plot, and the dealers of a region or of all."""
    campaign = led_campaign(request, campaign_id)
    at = request_viewer(request).at
    region = _region(request)
    late_only = request.GET.get("late") == "1"
    total, days = board.totals(campaign, at=at), board.done_by_day(campaign)
    rows = board.dealers_of(campaign, at=at, region=region.pk if region else None, late_only=late_only)
    context = {
        "campaign": campaign,
        "total": total,
        "tasks": board.by_task(campaign, at=at),
        "regions": board.by_region(campaign, at=at),
        "region": region,
        "late_only": late_only,
        "days": days,
        "plot": board.done_plot(days, total=total.all),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "kept": kept(request),
    }
    return render(request, "marketing_campaigns/board.html", context)


@require_safe
@login_required
@never_cache
def wall(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What was handed in, with its photos: to be accepted or sent back, by keyboard too."""
    campaign = led_campaign(request, campaign_id)
    region = _region(request)
    decided = request.GET.get("show") == "decided"
    rows = board.hand_ins(campaign, waiting=not decided, region=region.pk if region else None)
    context = {
        "campaign": campaign,
        "decided": decided,
        "region": region,
        "regions": board.by_region(campaign, at=request_viewer(request).at),
        "page_obj": Paginator(rows, PER_WALL).get_page(request.GET.get("page")),
        "kept": kept(request),
    }
    return render(request, "marketing_campaigns/wall.html", context)


@require_safe
@login_required
def photo(request: HttpRequest, campaign_id: int, key: UUID) -> HttpResponseBase:
    """A photo that was handed in: what a dealer has not handed in yet is its own affair."""
    campaign = led_campaign(request, campaign_id)
    found = TaskPhoto.objects.filter(dealer_task__task__campaign=campaign, hand_in__isnull=False, key=key).first()
    if found is None:
        raise Http404
    return send_photo(request, found)


@require_POST
@login_required
def decide(request: HttpRequest, campaign_id: int, hand_in_id: int) -> HttpResponse:
    """Accept what was handed in, or send it back with a reason."""
    campaign = led_campaign(request, campaign_id)
    with unseen_is_absent(hand_in_id):
        if not HandIn.objects.filter(pk=hand_in_id, dealer_task__task__campaign=campaign).exists():
            raise Http404
        try:
            decided = judging.decide(
                actor=own_user(request),
                hand_in_id=hand_in_id,
                accept=request.POST.get("verdict") == "accept",
                reason=request.POST.get("reason", ""),
            )
        except TaskRefused as refused:
            messages.error(request, refused.reason)
        else:
            accepted = decided.verdict == HandIn.Verdict.ACCEPTED
            said = _("%(dealer)s: accepted.") if accepted else _("%(dealer)s: sent back.")
            messages.success(request, said % {"dealer": decided.dealer_task.dealer.name})
    region = asked_id(request, "region")
    query = f"?region={region}" if region is not None else ""
    return redirect(reverse("campaigns:wall", args=[campaign_id]) + query)


@require_safe
@login_required
def export(request: HttpRequest, campaign_id: int, format: str) -> HttpResponseBase:
    """The table of all tasks at all dealers, as CSV or XLSX."""
    with unseen_is_absent(campaign_id):
        return exports.give(request, table=exporting.TASKS, asked={"campaign": campaign_id}, format=format)


def _region(request: HttpRequest) -> Region | None:
    """The region that was asked for. Raises Http404 for one that is not there."""
    region_id = asked_id(request, "region")
    if region_id is None:
        return None
    found = Region.objects.filter(pk=region_id).first()
    if found is None:
        raise Http404
    return found
