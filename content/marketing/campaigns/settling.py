"""Bringing a campaign's programme to what its page says: phases, items, tasks, and the windows of what belongs to it.

Runs inside the transaction that saves the page, so that nothing of the old programme meets anything of the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from content.marketing.assets.models import Asset
from content.marketing.campaigns import binding, telling
from content.marketing.campaigns.models import Campaign, CampaignTask, DealerTask, Item, Phase
from content.marketing.campaigns.programme import WHOLE, PlannedItem, PlannedPhase, programme_of
from content.marketing.campaigns.signals import campaign_changed
from portal.core.dispatch import send_after_commit
from portal.network.models import DealerTier, JobRole

GIVE_OUT = "content.marketing.campaigns.tasks.give_out"


def settle(campaign: Campaign) -> None:
    """Make the programme in force that of `campaign`: what it says if it is live, nothing if it is not."""
    if campaign.live:
        _take_up(campaign, timezone.now())
        telling.announce_begin(campaign)
        send_after_commit(GIVE_OUT, campaign.pk)
    else:
        _take_back(campaign, timezone.now())
    campaign_changed.send(sender=Campaign, campaign_id=campaign.pk)


def _take_up(campaign: Campaign, now: datetime) -> None:
    planned = programme_of(campaign)
    phases = _phases(campaign, planned, now)
    Item.objects.filter(phase__campaign=campaign).delete()
    is_there = _present(planned)
    items = [
        Item(
            phase=phases[phase.key],
            key=item.key,
            asset_id=item.asset,
            page_id=item.page,
            url=item.url,
            title=item.title,
            note=item.note,
            exclusive=item.exclusive,
            place=place,
        )
        for phase in planned
        for place, item in enumerate(phase.items)
        if is_there(item)
    ]
    Item.objects.bulk_create(items)
    _tasks(campaign, planned, phases, now)
    binding.bind(campaign=campaign, phases=list(campaign.phases.all()), items=items)


def _present(planned: Iterable[PlannedPhase]) -> Callable[[PlannedItem], bool]:
    """Whether what an item names is still there: what was deleted since it was chosen stands in the text still."""
    items = [item for phase in planned for item in phase.items]
    assets = set(Asset.objects.filter(pk__in=[one.asset for one in items if one.asset]).values_list("pk", flat=True))
    pages = set(Page.objects.filter(pk__in=[one.page for one in items if one.page]).values_list("pk", flat=True))
    return lambda item: bool(item.url) or item.asset in assets or item.page in pages


def _take_back(campaign: Campaign, now: datetime) -> None:
    """What was withdrawn is gone at once, and what belongs to it alone with it."""
    for rows in (campaign.phases.all(), campaign.tasks.all()):
        for row in rows.filter(withdrawn_at__isnull=True):
            _withdraw(row, now)
    binding.close(campaign=campaign, now=now)


def _phases(campaign: Campaign, planned: Iterable[PlannedPhase], now: datetime) -> dict[str, Phase]:
    kept = {phase.key: phase for phase in campaign.phases.all()}
    current: dict[str, Phase] = {}
    for place, phase in enumerate(planned):
        said = _said(campaign, phase)
        row = kept.pop(phase.key, None) or Phase(campaign=campaign, key=phase.key, changed_at=now)
        _note_change(row, said, now)
        row.text, row.hidden, row.place = phase.text, phase.hidden, place
        row.save()
        current[phase.key] = row
    for row in kept.values():
        if row.withdrawn_at is None:
            _withdraw(row, now)
    return current


def _said(campaign: Campaign, phase: PlannedPhase) -> dict[str, Any]:
    """What calendars show of it."""
    if phase.key == WHOLE:
        return {"name": campaign.title, "starts_at": campaign.effective_from, "ends_at": campaign.expires_at}
    return {"name": phase.name, "starts_at": phase.starts, "ends_at": phase.ends}


def _tasks(campaign: Campaign, planned: Iterable[PlannedPhase], phases: dict[str, Phase], now: datetime) -> None:
    kept = {task.key: task for task in campaign.tasks.all()}
    wanted = [(phase, task) for phase in planned for task in phase.tasks]
    roles = set(JobRole.objects.values_list("pk", flat=True)) if wanted else set()
    tiers = set(DealerTier.objects.values_list("pk", flat=True)) if wanted else set()
    for place, (phase, task) in enumerate(wanted):
        row = kept.pop(task.key, None) or CampaignTask(campaign=campaign, key=task.key, changed_at=now)
        moved = row.pk is not None and row.due_at != task.due
        _note_change(row, {"title": task.title, "due_at": task.due}, now)
        row.phase, row.place = phases[phase.key], place
        row.instructions, row.photos = task.instructions, task.photos
        row.save()
        # What was deleted since it was ticked stands in the text still.
        row.roles.set(task.roles & roles)
        row.tiers.set(task.tiers & tiers)
        if moved:
            DealerTask.objects.filter(task=row).update(reminded_days=None, escalated_at=None)
    for row in kept.values():
        if row.withdrawn_at is None:
            _withdraw(row, now)


def _note_change(row: Phase | CampaignTask, said: dict[str, Any], now: datetime) -> None:
    """A calendar follows the highest sequence: it grows when what is shown changes, or when it was withdrawn."""
    changed = row.withdrawn_at is not None or any(getattr(row, name) != value for name, value in said.items())
    if row.pk is not None and changed:
        row.sequence, row.changed_at = row.sequence + 1, now
    row.withdrawn_at = None
    for name, value in said.items():
        setattr(row, name, value)


def _withdraw(row: Phase | CampaignTask, now: datetime) -> None:
    row.withdrawn_at, row.changed_at, row.sequence = now, now, row.sequence + 1
    row.save(update_fields=["withdrawn_at", "changed_at", "sequence"])
