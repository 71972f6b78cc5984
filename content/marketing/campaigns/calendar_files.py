"""iCalendar (RFC 5545): campaigns, their phases and the tasks of a dealership. Times are in UTC, so that no calendar
has to know our time zones. What was withdrawn is said as cancelled, under its own UID and a higher sequence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from content.marketing.campaigns.models import DealerTask, Phase

PRODUCT = "-//Forecourt//Campaigns//EN"


def calendar_file(
    *, phases: Iterable[Phase], withdrawn: Iterable[Phase], tasks: Iterable[DealerTask], stamp: datetime
) -> bytes:
    """The dates as one published calendar (RFC 5546, 3.2.1)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("%(portal)s: campaigns") % {"portal": settings.PORTAL_NAME})
    for phase in phases:
        calendar.add_component(_of_phase(phase, stamp=stamp, status="CONFIRMED"))
    for phase in withdrawn:
        calendar.add_component(_of_phase(phase, stamp=stamp, status="CANCELLED"))
    for task in tasks:
        calendar.add_component(_of_task(task, stamp=stamp))
    return bytes(calendar.to_ical())


def _of_phase(phase: Phase, *, stamp: datetime, status: str) -> Event:
    title = phase.campaign.title
    summary = phase.name if phase.is_whole else f"{title}: {phase.name}"
    event = _event(phase.uid, summary, phase.starts_at, stamp=stamp, changed=phase.changed_at, sequence=phase.sequence)
    event.add("dtend", phase.ends_at.astimezone(UTC))
    event["STATUS"] = status
    if status != "CANCELLED":
        event.add("url", settings.BASE_URL + phase.campaign.reading_path())
    return event


def _of_task(task: DealerTask, *, stamp: datetime) -> Event:
    """An event without a duration: it ends when it begins (RFC 5545, 3.6.1)."""
    summary = _("Due: %(task)s (%(dealer)s)") % {"task": task.task.title, "dealer": task.dealer.name}
    row = task.task
    event = _event(task.uid, summary, row.due_at, stamp=stamp, changed=row.changed_at, sequence=row.sequence)
    event["STATUS"] = "CONFIRMED"
    event.add("description", f"{row.campaign.title}. {task.get_state_display()}.")
    event.add("url", settings.BASE_URL + reverse("campaigns:task", args=[task.pk]))
    return event


def _event(uid: str, summary: str, starts: datetime, *, stamp: datetime, changed: datetime, sequence: int) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("summary", summary)
    # Nobody is busy because a campaign runs.
    event["TRANSP"] = "TRANSPARENT"
    return event
