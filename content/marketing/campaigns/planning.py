"""What will happen when: each instant of a campaign, with what appears and what disappears."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.marketing.assets.models import Asset
from content.marketing.campaigns.programme import WHOLE, PlannedItem, PlannedPhase, programme_of


@dataclass(slots=True)
class Step:
    """One instant. Lists of sentences."""

    at: datetime
    appears: list[str] = field(default_factory=list)
    disappears: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)


def plan_of(campaign: Any) -> list[Step]:
    """The steps of a campaign as it is in memory, in their order. Two statements, for the names of what is in it."""
    programme = programme_of(campaign)
    names = _names(programme)
    steps: dict[datetime, Step] = {}

    def step(at: datetime) -> Step:
        return steps.setdefault(at, Step(at))

    begins, ends = campaign.effective_from, campaign.expires_at
    if begins:
        step(begins).appears.append(_("The campaign “%(name)s”") % {"name": campaign.title})
    if ends:
        step(ends).disappears.append(_("The campaign and all that belongs to it alone"))
    for phase in programme:
        first, last = phase.starts or begins, phase.ends or ends
        if first:
            step(first).appears += _appearing(phase, names)
        if last and last != ends:
            step(last).disappears += _disappearing(phase, names)
        for task in phase.tasks:
            if task.due:
                step(task.due).due.append(task.title)
    return [steps[at] for at in sorted(steps)]


def _appearing(phase: PlannedPhase, names: dict[str, str]) -> list[str]:
    said = [_("Phase “%(name)s”") % {"name": phase.name}] if phase.key != WHOLE else []
    said += [names[item.key] for item in phase.items]
    return said + [_("Task “%(name)s”") % {"name": task.title} for task in phase.tasks]


def _disappearing(phase: PlannedPhase, names: dict[str, str]) -> list[str]:
    said = [_("Phase “%(name)s”") % {"name": phase.name}] if phase.key != WHOLE else []
    return said + [
        names[item.key]
        if item.exclusive
        else _("%(name)s from the campaign; it stays elsewhere") % {"name": names[item.key]}
        for item in phase.items
    ]


def _names(programme: tuple[PlannedPhase, ...]) -> dict[str, str]:
    """What each item is called, by its key."""
    items = [item for phase in programme for item in phase.items]
    assets = Asset.objects.filter(pk__in={one.asset for one in items if one.asset})
    pages = Page.objects.filter(pk__in={one.page for one in items if one.page})
    titles = [dict(rows.values_list("pk", "title")) for rows in (assets, pages)]

    def name(item: PlannedItem) -> str:
        found = titles[0].get(item.asset or 0) or titles[1].get(item.page or 0)
        return found or item.title or item.url or _("Something that was deleted")

    return {item.key: name(item) for item in items}
