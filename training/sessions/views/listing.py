"""Finding a session, its page, one's own, and its materials."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from portal.network.api import request_viewer
from portal.network.models import Region
from training.courses import api as courses
from training.sessions import feed, reading
from training.sessions.models import Booking, Session, SessionMaterial, Venue
from training.sessions.views.gate import checked_id, id_of, own_user, seen_session

PER_PAGE = 24
MOST_CHOICES = 500
MOST_PEOPLE = 500
_MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])\Z")


@require_safe
@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions to come that the person may book."""
    viewer, chosen = request_viewer(request), request.GET
    month = _MONTH.match(chosen.get("month", ""))
    course, region, venue = (id_of(chosen.get(name, "")) for name in ("course", "region", "venue"))
    found = reading.listed(
        viewer=viewer,
        course_id=course,
        region_id=region,
        venue_id=venue,
        language=chosen.get("language", "")[:10],
        month=(int(month[1]), int(month[2])) if month else None,
        with_seats=chosen.get("seats") == "1",
    )
    every = reading.visible(viewer=viewer).filter(ends_at__gte=viewer.at).order_by()
    kept = chosen.copy()
    kept.pop("page", None)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(chosen.get("page")),
        "courses": courses.Course.objects.filter(pk__in=every.values("course")).order_by("title")[:MOST_CHOICES],
        "venues": Venue.objects.filter(pk__in=every.values("venue"))[:MOST_CHOICES],
        "regions": Region.objects.filter(pk__in=every.values("venue__region"))[:MOST_CHOICES],
        "languages": Session._meta.get_field("language").choices,
        "course": course,
        "region": region,
        "venue": venue,
        # Not `language`: the base template sets that to the language of the page.
        "spoken": chosen.get("language", ""),
        "month": month[0] if month else "",
        "with_seats": chosen.get("seats") == "1",
        "filtered": bool(kept),
        "kept": kept.urlencode(),
    }
    return render(request, "training_sessions/list.html", context)


@require_safe
@login_required
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """What a session is, when and where; booking it, for oneself or one's people."""
    shown, user, viewer = seen_session(request, session_id), own_user(request), request_viewer(request)
    own = reading.own_booking(user=user, session=shown)
    has_seat = own is not None and own.has_seat
    now = timezone.now()
    people = reading.bookable_people(viewer=viewer, session=shown)
    team = reading.team_bookings(viewer=viewer).filter(session=shown)
    context = {
        "session": shown,
        "dates": shown.dates.select_related("room"),
        "trainers": [one.user for one in shown.trainers.select_related("user")],
        "own": own,
        "own_counts": own is not None and own.state not in Booking.ENDED,
        "has_seat": has_seat,
        "materials": shown.materials.select_related("file") if has_seat or viewer.everything else [],
        "takes_bookings": shown.takes_bookings(now),
        "may_cancel": own is not None and own.state in Booking.TO_COME and shown.starts_at and now < shown.starts_at,
        "is_late": own is not None and own.has_seat and shown.is_late(now),
        "waiting_left": max(0, shown.waiting_places - shown.waiting),
        "people": people[:MOST_PEOPLE] if viewer.managed_dealers else [],
        "team": team[:MOST_PEOPLE] if viewer.managed_dealers else [],
    }
    return render(request, "training_sessions/session.html", context)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the person is booked for, and what was."""
    user, now = own_user(request), timezone.now()
    upcoming = reading.bookings_to_come(user=user, now=now)
    past = reading.bookings(user=user).exclude(pk__in=upcoming.order_by().values("pk"))
    address = reverse("sessions:feed", args=[feed.token_of(user=user)])
    context = {
        "upcoming": upcoming[:100],
        "page_obj": Paginator(past, PER_PAGE).get_page(request.GET.get("page")),
        "feed_url": settings.BASE_URL + address,
    }
    return render(request, "training_sessions/mine.html", context)


@require_safe
@login_required
def material(request: HttpRequest, session_id: int, material_id: int) -> HttpResponseBase:
    """A material, to who is booked and to staff."""
    shown, user = seen_session(request, session_id), own_user(request)
    own = reading.own_booking(user=user, session=shown)
    if not (own is not None and own.has_seat) and not request_viewer(request).everything:
        raise Http404
    rows = SessionMaterial.objects.filter(session=shown, pk=checked_id(material_id)).select_related("file")
    found = rows.first()
    if found is None:
        raise Http404
    if found.file is None:
        return redirect(found.link)
    return delivery.send_file(
        request,
        name=found.file.stored_as,
        size=found.file.size,
        sha256=found.file.sha256,
        content_type=found.file.content_type,
        filename=found.file.name,
    )
