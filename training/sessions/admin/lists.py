"""Who is there on a date: the trainer's list, and the code on the screen."""

from __future__ import annotations

import io

import segno
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import Refused
from training.sessions import attendance, codes
from training.sessions.admin.gate import led_date
from training.sessions.models import Attendance, Booking, SessionDate

MOST_ROWS = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_list(request: HttpRequest, date_id: int) -> HttpResponse:
    """The list of a date. Sent, it marks everybody on it: for so many minutes, or as not there."""
    actor, date = led_date(request, date_id)
    if request.method == "POST":
        try:
            attendance.mark_list(actor=actor, date_id=date.pk, minutes=_sent(request, date))
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _("The list is saved."))
        return redirect("training_sessions:list", date.pk)
    marked = {one.booking_id: one for one in Attendance.objects.filter(date=date)}
    rows = [(booking, marked.get(booking.pk)) for booking in _people(date)]
    context = {
        "session": date.session,
        "date": date,
        "rows": rows,
        **_frame(date, _("Attendance list")),
    }
    return render(request, "training_sessions/admin/list.html", context)


@require_safe
def code_screen(request: HttpRequest, date_id: int) -> HttpResponse:
    """The code for the projector."""
    _user, date = led_date(request, date_id)
    context = {"session": date.session, "date": date, **_frame(date, _("Code for the room"))}
    return render(request, "training_sessions/admin/code.html", context)


@require_safe
@never_cache
def code_picture(request: HttpRequest, date_id: int) -> HttpResponse:
    """The code of this half minute, as a picture."""
    _user, date = led_date(request, date_id)
    code = codes.code_at(date.key, timezone.now())
    address = request.build_absolute_uri(reverse("sessions:here", args=[date.pk, code.window, code.mac]))
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=8, border=4, light="#fff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
@never_cache
def present(request: HttpRequest, date_id: int) -> JsonResponse:
    """{present, booked}: how many are marked, of how many."""
    _user, date = led_date(request, date_id)
    here = Attendance.objects.filter(date=date, minutes__gt=0).count()
    return JsonResponse({"present": here, "booked": _people(date).count()})


def _people(date: SessionDate) -> QuerySet[Booking]:
    rows = Booking.objects.filter(session=date.session_id, state__in=Booking.SEATED).select_related("user", "dealer")
    return rows.order_by("user__last_name", "user__first_name", "pk")[:MOST_ROWS]


def _sent(request: HttpRequest, date: SessionDate) -> dict[int, int]:
    """The minutes that the form says: all of the date where it says present and no number that can be read."""
    everybody = "everybody" in request.POST
    marked = set(Attendance.objects.filter(date=date).values_list("booking", flat=True))
    found = {}
    for booking in _people(date):
        text = request.POST.get(f"minutes-{booking.pk}", "")
        given = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else date.minutes
        if f"here-{booking.pk}" in request.POST:
            found[booking.pk] = given
        elif everybody and booking.pk not in marked:
            found[booking.pk] = date.minutes
        elif not everybody:
            found[booking.pk] = 0
    return found


def _frame(date: SessionDate, title: str) -> dict[str, object]:
    return {
        "header_title": title,
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [
            {"url": reverse("training_sessions:index"), "label": _("Sessions")},
            {"url": reverse("training_sessions:participants", args=[date.session_id]), "label": date.session.title},
            {"url": "", "label": title},
        ],
    }
