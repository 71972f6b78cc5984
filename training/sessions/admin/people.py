"""Who takes part in a session: the page at which trainers work, adding and moving people, the list to print."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.network.api import request_viewer
from portal.network.models import User
from training.sessions import booking
from training.sessions.admin.gate import led_session
from training.sessions.costs import costs_of
from training.sessions.leading import may_plan
from training.sessions.models import Booking, Session
from training.sessions.views.gate import checked_id

PER_PAGE = 100
MOST_PRINTED = 1000
_VERBS = ("cancel", "move_up", "approve", "decline")


@require_safe
def participants(request: HttpRequest, session_id: int) -> HttpResponse:
    """The people by state, the dates with their lists and codes, what can be done, and the costs."""
    user, session = led_session(request, session_id)
    now = timezone.now()
    rows = _in_order(session).exclude(state__in=Booking.ENDED)
    context = {
        "session": session,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "ended": _in_order(session).filter(state__in=Booking.ENDED)[:PER_PAGE],
        "seated": rows.filter(state__in=Booking.SEATED).count(),
        "waiting": rows.filter(state=Booking.State.WAITLISTED).count(),
        "dates": session.dates.select_related("room"),
        "trainers": [one.user for one in session.trainers.select_related("user")],
        "may_plan": may_plan(user, session),
        "is_to_come": session.state in Session.TO_COME,
        "has_ended": session.ends_at is not None and session.ends_at <= now,
        "has_begun": session.starts_at is not None and session.starts_at <= now,
        "costs": costs_of(session),
        "header_title": session.title,
        "header_icon": "date",
        "breadcrumbs_items": [
            {"url": reverse("training_sessions:index"), "label": _("Sessions")},
            {"url": "", "label": session.title},
        ],
    }
    return render(request, "training_sessions/admin/participants.html", context)


@require_safe
def printed(request: HttpRequest, session_id: int) -> HttpResponse:
    """The list for the wall: names, dealers, a place to sign for each date."""
    _user, session = led_session(request, session_id)
    context = {
        "session": session,
        "dates": session.dates.select_related("room"),
        "bookings": _in_order(session).filter(state__in=Booking.SEATED)[:MOST_PRINTED],
    }
    return render(request, "training_sessions/admin/print.html", context)


@require_POST
def add(request: HttpRequest, session_id: int) -> HttpResponse:
    """Book for somebody, by their user name or mail address."""
    actor, session = led_session(request, session_id)
    if not may_plan(actor, session):
        raise Http404
    asked = request.POST.get("person", "").strip()[:254]
    found = list(User.objects.filter(Q(username__iexact=asked) | Q(email__iexact=asked), is_active=True)[:2])
    if not asked or len(found) != 1:
        messages.error(request, _("There is no one person with this user name or mail address."))
        return redirect("training_sessions:participants", session_id)
    try:
        made = booking.book(viewer=request_viewer(request), actor=actor, user=found[0], session_id=session.pk)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        name = found[0].get_full_name() or found[0].username
        messages.success(request, f"{name}: {made.get_state_display()}")
    return redirect("training_sessions:participants", session_id)


@require_POST
def change(request: HttpRequest, booking_id: int, verb: str) -> HttpResponse:
    """Cancel a booking, move somebody up, answer a request."""
    found = Booking.objects.filter(pk=checked_id(booking_id)).first()
    if found is None or verb not in _VERBS:
        raise Http404
    actor, session = led_session(request, found.session_id)
    if not may_plan(actor, session):
        raise Http404
    reason = request.POST.get("reason", "")[:300]
    viewer = request_viewer(request)
    try:
        if verb == "cancel":
            booking.cancel(viewer=viewer, actor=actor, booking_id=found.pk, reason=reason)
        elif verb == "move_up":
            booking.move_up(actor=actor, booking_id=found.pk)
        else:
            booking.decide(viewer=viewer, actor=actor, booking_id=found.pk, approve=verb == "approve", reason=reason)
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("training_sessions:participants", session.pk)


def _in_order(session: Session) -> QuerySet[Booking]:
    """Requests, then those with a seat by name, then the waiting list in its order."""
    rank = Case(
        When(state=Booking.State.REQUESTED, then=Value(0)),
        When(state=Booking.State.WAITLISTED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = Booking.objects.filter(session=session).select_related("user", "dealer").annotate(rank=rank)
    return rows.order_by("rank", "waiting_since", "user__last_name", "user__first_name", "pk")
