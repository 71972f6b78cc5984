"""The month of campaigns and tasks, and the calendar file that a person's own program reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.marketing.campaigns import feed as feeds
from content.marketing.campaigns.dates import Dates, dates_between
from content.marketing.campaigns.models import DealerTask, Phase
from content.marketing.campaigns.month import Entry, asked_month, month_of, shown_days
from content.marketing.campaigns.views.gate import own_user
from portal.network.api import Viewer, request_viewer

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_TOKEN = 120


@require_safe
@login_required
@never_cache
def month(request: HttpRequest) -> HttpResponse:
    """A month with campaigns, phases and the days by which tasks are due. Weeks begin as the language has it."""
    viewer = request_viewer(request)
    today = timezone.localdate(viewer.at)
    first = asked_month(request.GET.get("month", ""), today=today)
    weekday = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7  # Django counts from Sunday, Python from Monday
    weeks = shown_days(first, first_weekday=weekday)
    dates = dates_between(
        viewer=viewer, first=_midnight(weeks[0][0]), after=_midnight(weeks[-1][-1] + timedelta(days=1))
    )
    shown = month_of(first, _entries(dates, viewer), first_weekday=weekday)
    context = {
        "month": shown,
        "today": today,
        "feed_url": request.build_absolute_uri(
            reverse("campaigns:feed", args=[feeds.token_of(user=own_user(request))])
        ),
    }
    return render(request, "marketing_campaigns/month.html", context)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _entries(dates: Dates, viewer: Viewer) -> list[Entry]:
    return [_of_phase(phase, viewer) for phase in dates.phases] + [_of_task(task) for task in dates.tasks]


def _of_phase(phase: Phase, viewer: Viewer) -> Entry:
    """What ends at midnight does not take up the day that begins then. What is announced leads nowhere yet."""
    coming = phase.campaign.effective_from is not None and phase.campaign.effective_from > viewer.at
    return Entry(
        kind="campaign" if phase.is_whole else "phase",
        title=phase.name,
        first=timezone.localdate(phase.starts_at),
        last=timezone.localdate(phase.ends_at - timedelta(microseconds=1)),
        url="" if coming else phase.campaign.reading_path(),
        state="coming" if coming else "",
        note="" if phase.is_whole else phase.campaign.title,
    )


def _of_task(task: DealerTask) -> Entry:
    day = timezone.localdate(task.task.due_at)
    return Entry(
        kind="task",
        title=task.task.title,
        first=day,
        last=day,
        url=reverse("campaigns:task", args=[task.pk]),
        state="late" if task.late else task.state,  # type: ignore[attr-defined]
        note=task.dealer.name,
    )


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, to who knows its address. No sign-in: calendar programs have none."""
    user = feeds.owner_of(token) if len(token) <= LONGEST_TOKEN else None
    if user is None:
        raise Http404
    answer = HttpResponse(feeds.calendar_of(user=user, now=timezone.now()), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'inline; filename="campaigns.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """A new calendar address."""
    feeds.renew(user=own_user(request))
    messages.success(request, _("Your calendar has a new address. The old one works no more."))
    return redirect("campaigns:calendar")
