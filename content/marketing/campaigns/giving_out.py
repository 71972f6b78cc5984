"""Giving out tasks: each dealer in the audience gets each task once, made by a worker a task at a time.

They are made as soon as the campaign is published and seen when their phase begins; later runs find dealers that are
new, and take back what nobody has touched at dealers whom the campaign does not reach any more.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from content.marketing.campaigns.models import Campaign, CampaignTask, DealerTask, HandIn, TaskPhoto
from portal.network.api import dealers_reached


def give_out(*, campaign_id: int, now: datetime | None = None) -> int:
    """Make what is missing for one campaign; says how many. Safe to repeat, by any number of workers at once."""
    now = now or timezone.now()
    tasks = CampaignTask.objects.filter(campaign=campaign_id, campaign__live=True, withdrawn_at__isnull=True)
    tasks = tasks.filter(campaign__expires_at__gt=now).order_by("pk")
    reached = _reached(campaign_id, timezone.localdate(now)) if tasks.exists() else []
    return sum(_give(task, reached) for task in tasks.prefetch_related("tiers"))


def give_out_all(*, now: datetime | None = None) -> int:
    """The same for every campaign that has not ended."""
    now = now or timezone.now()
    running = Campaign.objects.filter(live=True, expires_at__gt=now, tasks__withdrawn_at__isnull=True)
    ids = running.filter(tasks__isnull=False).order_by("pk").values_list("pk", flat=True).distinct()
    return sum(give_out(campaign_id=pk, now=now) for pk in list(ids))


def _reached(campaign_id: int, day: date) -> list[tuple[int, int]]:
    """(dealer, tier)."""
    dealers = dealers_reached(model=Campaign, pk=campaign_id, day=day)
    return list(dealers.values_list("pk", "tier_id"))


@transaction.atomic
def _give(task: CampaignTask, reached: list[tuple[int, int]]) -> int:
    tiers = {tier.pk for tier in task.tiers.all()}
    wanted = {dealer for dealer, tier in reached if not tiers or tier in tiers}
    held = set(DealerTask.objects.filter(task=task).values_list("dealer", flat=True))
    missing = sorted(wanted - held)
    DealerTask.objects.bulk_create(
        (DealerTask(task=task, dealer_id=dealer) for dealer in missing), ignore_conflicts=True, batch_size=1000
    )
    _take_back(task, held - wanted)
    return len(missing)


def _take_back(task: CampaignTask, dealers: set[int]) -> None:
    touched = Q(Exists(HandIn.objects.filter(dealer_task=OuterRef("pk"))))
    touched |= Q(Exists(TaskPhoto.objects.filter(dealer_task=OuterRef("pk"))))
    ids = sorted(dealers)
    for begin in range(0, len(ids), 500):
        DealerTask.objects.filter(~touched, task=task, dealer__in=ids[begin : begin + 500]).delete()
