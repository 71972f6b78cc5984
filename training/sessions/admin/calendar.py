"""The trainers' calendar: a month as a grid or as a list, one's own sessions or everybody's."""

from __future__ import annotations

import re
from calendar import Calendar
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from training.sessions.leading import led_by
from training.sessions.models import Session, SessionDate
from training.sessions.reading import month_span
from training.sessions.views.gate import own_user

PER_PAGE = 50
MOST_IN_GRID = 500
_MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])\Z")


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The dates of a month in the time zone of the person's account."""
    today = timezone.localdate()
    asked = _MONTH.match(request.GET.get("month", ""))
    year, number = (int(asked[1]), int(asked[2])) if asked else (today.year, today.month)
    whose = request.GET.get("whose", "mine")
    as_list = request.GET.get("view") == "list"
    first, after = month_span(year, number)
    rows = (
        SessionDate.objects.filter(starts_at__lt=after, ends_at__gt=first)
        .exclude(session__state=Session.State.CANCELLED)
        .select_related("session", "session__venue", "room")
        .prefetch_related("session__trainers__user")
        .order_by("starts_at", "pk")
    )
    if whose != "all":
        rows = rows.filter(session__in=led_by(own_user(request)).order_by().values("pk"))
    context = {
        "as_list": as_list,
        "whose": whose,
        "month": f"{year}-{number:02}",
        "first": date(year, number, 1),
        "before": f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}",
        "after": f"{year + (number == 12)}-{number % 12 + 1:02}",
        "today": today,
        "breadcrumbs_items": [{"url": "", "label": _("Calendar of sessions")}],
        "header_title": _("Calendar of sessions"),
        "header_icon": "date",
    }
    if as_list:
        context["page_obj"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    else:
        context["weeks"] = _weeks(year, number, list(rows[:MOST_IN_GRID]))
    return render(request, "training_sessions/admin/calendar.html", context)


def _weeks(year: int, number: int, dates: list[SessionDate]) -> list[list[tuple[date, bool, list[SessionDate]]]]:
    """Weeks of (day, whether it is of this month, what begins or goes on that day)."""
    by_day: dict[date, list[SessionDate]] = {}
    for one in dates:
        day, last = timezone.localdate(one.starts_at), timezone.localdate(one.ends_at)
        while day <= last:
            by_day.setdefault(day, []).append(one)
            day = date.fromordinal(day.toordinal() + 1)
    weeks = Calendar().monthdatescalendar(year, number)
    return [[(day, day.month == number, by_day.get(day, [])) for day in week] for week in weeks]
