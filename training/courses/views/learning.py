"""A person's own training: what is next, why, and by when."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.courses import catalogue, registering
from training.courses.models import Registration
from training.courses.views.gate import own_user
from training.courses.waiting import waiting_for

PER_PAGE = 20
MOST_OPEN = 100


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Open courses by the day they are due, then those completed."""
    viewer, user = request_viewer(request), own_user(request)
    every = catalogue.registrations(user=user)
    ended = every.filter(state__in=[Registration.State.COMPLETED, Registration.State.DECLINED]).order_by(
        "-completed_at", "-created_at"
    )
    context = {
        "open": every.filter(state__in=Registration.OPEN)[:MOST_OPEN],
        "page_obj": Paginator(ended, PER_PAGE).get_page(request.GET.get("page")),
        "again": [
            (state, state.registration.version.outline.lesson(state.lesson))
            for state in catalogue.to_read_again(user=user)[:MOST_OPEN]
        ],
        "manages": bool(viewer.managed_dealers),
        "waiting_beside": waiting_for(viewer=viewer),
        "waiting": catalogue.requests_of_team(viewer=viewer).count() if viewer.managed_dealers else 0,
    }
    return render(request, "training_courses/mine.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, registration_id: int) -> HttpResponse:
    """Leave a course that one chose oneself."""
    if registration_id > LARGEST_ID:
        raise Http404
    user = own_user(request)
    try:
        registering.withdraw(viewer=request_viewer(request), actor=user, registration_id=registration_id)
    except registering.NoSuchRegistration:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("You have left the course. What you did stays in your record."))
    return redirect("courses:mine")
