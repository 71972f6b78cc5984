"""A manager's people: who goes to which session, and who asks to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.network.api import request_viewer
from training.sessions import booking, reading
from training.sessions.errors import BookingRefused
from training.sessions.views.gate import checked_id, own_user, unknown_is_404

PER_PAGE = 50
MOST_REQUESTS = 50


@require_safe
@login_required
def bookings(request: HttpRequest) -> HttpResponse:
    """The bookings of the manager's people and the requests that wait. Nobody else's."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers:
        raise Http404
    rows = reading.team_bookings(viewer=viewer)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "requests": reading.requests_of_team(viewer=viewer)[:MOST_REQUESTS],
    }
    return render(request, "training_sessions/team.html", context)


@require_POST
@login_required
def decide(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Approve or decline a request for a seat."""
    with unknown_is_404():
        try:
            made = booking.decide(
                viewer=request_viewer(request),
                actor=own_user(request),
                booking_id=checked_id(booking_id),
                approve=request.POST.get("answer") == "approve",
                reason=request.POST.get("reason", "")[:300],
            )
        except BookingRefused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _("Answered: %(state)s.") % {"state": made.get_state_display()})
    return redirect("sessions:team")
