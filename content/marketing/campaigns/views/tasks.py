"""The tasks of a person's dealerships: the list, and one task with its photos."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.library.api import unseen_is_absent
from content.marketing.campaigns import handing_in
from content.marketing.campaigns.blocks import MOST_PHOTOS
from content.marketing.campaigns.dealer_tasks import dealer_tasks
from content.marketing.campaigns.handing_in import TaskRefused
from content.marketing.campaigns.models import Campaign, DealerTask, TaskPhoto
from content.marketing.campaigns.photos import send_photo
from content.marketing.campaigns.views.gate import asked_id, kept, own_task, own_user
from portal.core import storage
from portal.core.pictures import LARGEST_PHOTO
from portal.network.api import request_viewer, visible_to

log = structlog.get_logger(__name__)
NOT_KEPT = "campaigns.photo_not_kept"
PER_PAGE = 40


@require_safe
@login_required
@never_cache
def task_list(request: HttpRequest) -> HttpResponse:
    """What waits for the dealership, or what is done."""
    rows = dealer_tasks(viewer=request_viewer(request))
    campaign_id = asked_id(request, "campaign")
    if campaign_id is not None:
        rows = rows.filter(task__campaign=campaign_id)
    done = request.GET.get("show") == "done"
    if done:
        rows = rows.filter(state__in=DealerTask.FINISHED).order_by("-done_at", "pk")
    else:
        rows = rows.filter(state__in=DealerTask.WITH_DEALER)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "done": done, "kept": kept(request), "campaign_id": campaign_id}
    return render(request, "marketing_campaigns/tasks.html", context)


@require_safe
@login_required
@never_cache
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: what is to be done, the photos that wait, and what was handed in before."""
    found = own_task(request, task_id)
    viewer = request_viewer(request)
    campaign = Campaign.objects.filter(visible_to(model=Campaign, viewer=viewer), pk=found.task.campaign_id)
    context = {
        "task": found,
        "photos": handing_in.loose_photos(found),
        "most": MOST_PHOTOS,
        "is_open": found.state in DealerTask.WITH_DEALER,
        "is_waiting": found.state == DealerTask.State.DONE,
        "hand_ins": found.hand_ins.select_related("by", "decided_by").prefetch_related("photos"),
        "may_read_campaign": campaign.exists(),
        "roles": found.task.roles.all(),
    }
    return render(request, "marketing_campaigns/task.html", context)


@require_POST
@login_required
def add_photos(request: HttpRequest, task_id: int) -> HttpResponse:
    """Add photos of the task."""
    found = own_task(request, task_id)
    for upload in request.FILES.getlist("photos")[:MOST_PHOTOS]:
        try:
            with unseen_is_absent():
                handing_in.add_photo(actor=own_user(request), task=found, data=upload.read(LARGEST_PHOTO + 1))
        except TaskRefused as refused:
            messages.error(request, f"{upload.name}: {refused.reason}")
        except storage.StorageUnavailable as error:
            log.error(NOT_KEPT, task=found.pk, error=type(error).__name__)
            messages.error(request, _("The file store does not answer. Nothing was kept; try again in a minute."))
            break
    return redirect("campaigns:task", task_id)


@require_POST
@login_required
def remove_photo(request: HttpRequest, task_id: int, key: UUID) -> HttpResponse:
    """Take out a photo that was not handed in."""
    with unseen_is_absent():
        handing_in.remove_photo(task=own_task(request, task_id), key=key)
    return redirect("campaigns:task", task_id)


@require_POST
@login_required
def hand_in(request: HttpRequest, task_id: int) -> HttpResponse:
    """Hand the task in, or take back what waits (`take_back`)."""
    found, user = own_task(request, task_id), own_user(request)
    try:
        with unseen_is_absent():
            if "take_back" in request.POST:
                handing_in.take_back(actor=user, task=found)
            else:
                handing_in.hand_in(actor=user, task=found, comment=request.POST.get("comment", ""))
                messages.success(request, _("Handed in. You are told what the answer is."))
    except TaskRefused as refused:
        messages.error(request, refused.reason)
    return redirect("campaigns:task", task_id)


@require_safe
@login_required
def photo(request: HttpRequest, task_id: int, key: UUID) -> HttpResponseBase:
    """A photo of a task of the person's dealership."""
    found = TaskPhoto.objects.filter(dealer_task=own_task(request, task_id), key=key).first()
    if found is None:
        raise Http404
    return send_photo(request, found)
