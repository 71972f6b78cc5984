"""What stands in a person's calendar of campaigns: the one list from which the month and the calendar file are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from content.marketing.campaigns.dealer_tasks import dealer_tasks
from content.marketing.campaigns.models import Campaign, DealerTask, Phase
from portal.network.api import Viewer, meant_for, visible_to

MOST_PHASES, MOST_TASKS = 500, 500
TOLD_AFTER = timedelta(days=30)
"""So long calendars are told that something was withdrawn."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Phases (the whole of a campaign among them) and tasks, in the order in which they begin."""

    phases: Sequence[Phase]
    tasks: Sequence[DealerTask]


def dates_between(*, viewer: Viewer, first: datetime, after: datetime) -> Dates:
    """What the viewer may know of that lies between two instants: what runs now, what is announced, and of what runs
    all phases but the hidden ones. The maker's staff find campaigns that have ended too. Four statements at most."""
    shown = phases_known(viewer=viewer).filter(starts_at__lt=after, ends_at__gt=first)
    tasks = dealer_tasks(viewer=viewer).filter(task__due_at__gte=first, task__due_at__lt=after)
    return Dates(list(shown[:MOST_PHASES]), list(tasks[:MOST_TASKS]))


def dates_to_come(*, viewer: Viewer) -> Dates:
    """All that has not ended, for the calendar file."""
    shown = phases_known(viewer=viewer).filter(ends_at__gt=viewer.at)
    return Dates(list(shown[:MOST_PHASES]), list(dealer_tasks(viewer=viewer)[:MOST_TASKS]))


def phases_known(*, viewer: Viewer) -> QuerySet[Phase]:
    """The phases of which the viewer may know name and dates."""
    through = "campaign__"
    running = visible_to(model=Campaign, viewer=viewer, through=through)
    running &= Q(hidden=False) | Q(starts_at__lte=viewer.at)
    announced = Q(campaign__live=True, campaign__embargo=False, campaign__effective_from__gt=viewer.at, key="")
    announced &= meant_for(model=Campaign, viewer=viewer, through=through)
    rule = running | announced
    if viewer.everything:
        rule |= Q(campaign__live=True, campaign__expires_at__lte=viewer.at)
    return _light(Phase.objects.filter(rule, withdrawn_at__isnull=True))


def phases_withdrawn(*, viewer: Viewer) -> QuerySet[Phase]:
    """What the viewer's calendar may show and should show no more: it was seen, or announced, when it was withdrawn,
    and the campaign's audience admits the viewer."""
    begun = Q(campaign__effective_from__lte=F("withdrawn_at"))
    begun &= Q(hidden=False) | Q(starts_at__lte=F("withdrawn_at"))
    announced = Q(campaign__embargo=False, key="")
    lately = Q(withdrawn_at__gt=viewer.at - TOLD_AFTER)
    meant = meant_for(model=Campaign, viewer=viewer, through="campaign__")
    return _light(Phase.objects.filter(begun | announced, lately, meant))


def _light(phases: QuerySet[Phase]) -> QuerySet[Phase]:
    rows = phases.select_related("campaign").defer("campaign__body", "campaign__programme")
    return rows.order_by("starts_at", "campaign", "place", "pk")
