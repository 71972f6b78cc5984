"""Calendar files: of a session that one is booked for, and the feed of a person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from training.sessions import feed as feeds
from training.sessions import reading
from training.sessions.views.gate import own_user, seen_session

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_TOKEN = 120


@require_safe
@login_required
def session_file(request: HttpRequest, session_id: int) -> HttpResponse:
    """The dates of a session that the person is booked for."""
    session, user = seen_session(request, session_id), own_user(request)
    own = reading.own_booking(user=user, session=session)
    if own is None or not own.has_seat:
        raise Http404
    dates = list(session.dates.select_related("room", "session__venue"))
    answer = HttpResponse(feeds.file_of(user=user, dates=dates, stamp=timezone.now()), content_type=CONTENT_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="session-{session.pk}.ics"'
    return answer


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, to who knows its address. No sign-in: calendar programs have none."""
    user = feeds.owner_of(token) if len(token) <= LONGEST_TOKEN else None
    if user is None:
        raise Http404
    return HttpResponse(feeds.calendar_of(user=user, now=timezone.now()), content_type=CONTENT_TYPE)


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """A new calendar address."""
    feeds.renew(user=own_user(request))
    messages.success(request, _("Your calendar has a new address. The old one works no more."))
    return redirect("sessions:mine")
