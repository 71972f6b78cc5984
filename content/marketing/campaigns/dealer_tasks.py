"""The tasks that a person may see and do: those of their dealerships, by their role there or because they manage it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from content.library.api import NotVisible
from content.marketing.campaigns.models import Campaign, CampaignTask, DealerTask
from portal.network.api import Standing, Viewer, visible_to, with_team


def dealer_tasks(*, viewer: Viewer) -> QuerySet[DealerTask]:
    """What the viewer may do, begun and not withdrawn, with `late`; what is due first stands first. A manager sees all
    tasks of the dealership, also of campaigns that only other people there may read. Two statements for a manager."""
    rule = Q(pk__in=[])
    if not viewer.everything:
        for standing in with_team(viewer=viewer).standings:
            rule |= _by(standing, viewer)
    begun = Q(task__phase__starts_at__lte=viewer.at, task__withdrawn_at__isnull=True)
    found = DealerTask.objects.filter(rule, begun).annotate(late=_late(viewer.at))
    return (
        found.select_related("task__campaign", "task__phase", "dealer")
        .defer("task__campaign__body", "task__campaign__programme")
        .order_by("task__due_at", "pk")
    )


def open_task(*, viewer: Viewer, task_id: int) -> DealerTask:
    """One of them. Raises NotVisible."""
    found = dealer_tasks(viewer=viewer).filter(pk=task_id).first()
    if found is None:
        raise NotVisible
    return found


def is_late(at: datetime) -> Q:
    """What waits for the dealer after it was due."""
    return Q(state__in=DealerTask.WITH_DEALER, task__due_at__lte=at)


def _late(at: datetime) -> ExpressionWrapper:
    return ExpressionWrapper(is_late(at), output_field=BooleanField())


def _by(standing: Standing, viewer: Viewer) -> Q:
    """What one standing at one dealer allows: standings are never mixed."""
    alone = replace(viewer, standings=(standing,), everything=False)
    here = Q(dealer__in=standing.dealers) & visible_to(model=Campaign, viewer=alone, through="task__campaign__")
    if standing.dealers & viewer.managed_dealers:
        return here
    named = CampaignTask.roles.through._default_manager.filter(campaigntask=OuterRef("task"))
    return here & (~Exists(named) | Exists(named.filter(jobrole__in=sorted(standing.roles))))
