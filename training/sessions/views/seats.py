"""Booking and giving back, for oneself and for one's people."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.errors import Refused
from portal.network.api import request_viewer
from portal.network.models import User
from training.sessions import booking, reading
from training.sessions.models import Booking
from training.sessions.views.gate import checked_id, id_of, own_user, seen_session, unknown_is_404


@require_POST
@login_required
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """Book a seat; with `person`, for one of the people whom one manages."""
    session, actor, viewer = seen_session(request, session_id), own_user(request), request_viewer(request)
    user = actor
    if "person" in request.POST:
        user = _person(request, reading.bookable_people(viewer=viewer, session=session))
    with unknown_is_404():
        try:
            made = booking.book(viewer=viewer, actor=actor, user=user, session_id=session.pk)
        except Refused as refused:
            _raise_unknown(refused)
            messages.error(request, refused.reason)
        else:
            messages.success(request, _said(made, for_other=user.pk != actor.pk))
    return redirect("sessions:session", session_id=session_id)


@require_POST
@login_required
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Give a place back."""
    with unknown_is_404():
        try:
            ended = booking.cancel(
                viewer=request_viewer(request),
                actor=own_user(request),
                booking_id=checked_id(booking_id),
                reason=request.POST.get("reason", "")[:300],
            )
        except Refused as refused:
            _raise_unknown(refused)
            messages.error(request, refused.reason)
        else:
            late = _("The booking is cancelled, and noted as late.")
            messages.success(request, late if ended.cancelled_late else _("The booking is cancelled."))
    return redirect(_back(request))


def _person(request: HttpRequest, people: object) -> User:
    wanted = id_of(request.POST.get("person", ""))
    found = people.filter(pk=wanted).first() if wanted is not None else None  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _said(made: Booking, *, for_other: bool) -> str:
    match made.state:
        case Booking.State.BOOKED:
            return _("The seat is booked.") if for_other else _("You are booked. The invitation comes by mail.")
        case Booking.State.WAITLISTED:
            return _("There is no seat left: on the waiting list.")
        case _:
            return _("Your manager has been asked for approval.")


def _back(request: HttpRequest) -> str:
    """The page that was left, if it is one of the portal's."""
    asked = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return urlsplit(asked).path if asked and own else "sessions:mine"


def _raise_unknown(refused: Refused) -> None:
    """What is not there for this person is no message, but a page that is not there."""
    if isinstance(refused, (booking.NoSuchBooking, booking.NoSuchSession)):
        raise refused
