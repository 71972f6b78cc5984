"""Opening, closing, holding, cancelling and copying a session."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.errors import Refused
from training.sessions import attendance, lifecycle, planning
from training.sessions.admin.gate import led_session
from training.sessions.views.gate import unknown_is_404

_MOVES = {"open": lifecycle.open_booking, "close": lifecycle.close_booking, "conclude": attendance.conclude}


@require_POST
def move(request: HttpRequest, session_id: int, verb: str) -> HttpResponse:
    """Open or close booking; close the list when it is over."""
    actor, session = led_session(request, session_id)
    if verb not in _MOVES:
        raise Http404
    try:
        moved = _MOVES[verb](actor=actor, session_id=session.pk)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The session is now: %(state)s.") % {"state": moved.get_state_display()})
    return redirect("training_sessions:participants", session.pk)


@require_POST
def cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Cancel it, with a reason that everybody is told."""
    actor, session = led_session(request, session_id)
    try:
        lifecycle.cancel_session(actor=actor, session_id=session.pk, reason=request.POST.get("reason", "")[:300])
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The session is cancelled. Everybody is told."))
    return redirect("training_sessions:participants", session.pk)


@require_POST
def duplicate(request: HttpRequest, session_id: int) -> HttpResponse:
    """Plan the same again from another day."""
    actor, session = led_session(request, session_id)
    try:
        first_day = date.fromisoformat(request.POST.get("first_day", ""))
    except ValueError:
        messages.error(request, _("Say on which day the copy begins."))
        return redirect("training_sessions:participants", session.pk)
    with unknown_is_404():
        try:
            made = planning.duplicate(actor=actor, session_id=session.pk, first_day=first_day)
        except planning.PlanningRefused as refused:
            messages.error(request, refused.reason)
            return redirect("training_sessions:participants", session.pk)
    messages.success(request, _("This is the copy. Look it over, then open it for booking."))
    return redirect("training_sessions:edit", made.pk)
