"""What a person sees of campaigns: the only way from a viewer to a campaign, its phases and what appears in them.

An item is seen while its own rule, its phase and its campaign allow it, each compared with the viewer's instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from content.library import api as library
from content.marketing.assets import api as assets
from content.marketing.campaigns.models import Campaign, Item, Phase
from content.marketing.kits.api import kits_visible
from portal.network.api import Viewer, meant_for, visible_to

ARCHIVE = timedelta(days=90)
"""So long after its end the maker's staff find a campaign still."""
HEAVY = ("body", "programme")


class When(StrEnum):
    """Where an instant stands to a stretch of time."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign that a viewer may read. `is_over`: it has ended, and is the maker's archive."""

    campaign: Campaign
    is_over: bool


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    """A phase with what appears in it now. Of one to come, not even the number is said."""

    phase: Phase
    when: When
    items: Sequence[Item]


def campaigns_running(*, viewer: Viewer) -> QuerySet[Campaign]:
    """What runs now for the viewer; what ends first stands first."""
    return _light(Campaign.objects.visible_to(viewer)).order_by("expires_at", "title", "pk")


def campaigns_coming(*, viewer: Viewer) -> QuerySet[Campaign]:
    """What begins later and is announced without embargo. Of these, title, summary and dates may be shown."""
    return _light(Campaign.objects.filter(_announced(viewer))).order_by("effective_from", "title", "pk")


def campaigns_ended(*, viewer: Viewer) -> QuerySet[Campaign]:
    """What ended within the last 90 days, for the maker's staff alone."""
    return _light(Campaign.objects.filter(_ended(viewer))).order_by("-expires_at", "title", "pk")


def campaigns_readable(*, viewer: Viewer) -> QuerySet[Campaign]:
    """What the viewer may open now: what runs for them, and what ended where they may still find it."""
    found: QuerySet[Campaign] = Campaign.objects.filter(visible_to(model=Campaign, viewer=viewer) | _ended(viewer))
    return found


def open_campaign(*, viewer: Viewer, campaign_id: int) -> OpenCampaign:
    """Raises NotVisible. One statement."""
    rows: Any = campaigns_readable(viewer=viewer).select_related("department", "hero")
    found = rows.filter(pk=campaign_id).first()
    if found is None:
        raise library.NotVisible
    return OpenCampaign(campaign=found, is_over=found.expires_at <= viewer.at)


def items_visible(*, viewer: Viewer) -> QuerySet[Item]:
    """The items of any campaign that the viewer sees now. One statement; the one rule of items."""
    now = Q(phase__withdrawn_at__isnull=True, phase__starts_at__lte=viewer.at, phase__ends_at__gt=viewer.at)
    now &= visible_to(model=Campaign, viewer=viewer, through="phase__campaign__")
    manuals = library.publications_in_force(viewer=viewer).order_by().values("pk")
    own = Q(asset__in=assets.assets_visible(viewer=viewer).order_by().values("pk"))
    kits = kits_visible(viewer=viewer).order_by().values("pk")
    own |= Q(page__in=manuals) | Q(page__in=kits) | ~Q(url="")
    return Item.objects.filter(now, own)


def phases_seen(*, viewer: Viewer, campaign: Campaign) -> list[PhaseSeen]:
    """The phases of a campaign that the viewer may read, in their order; the whole of it first. Two statements."""
    rows = campaign.phases.filter(withdrawn_at__isnull=True).order_by("place", "pk")
    rows = rows.filter(Q(hidden=False) | Q(starts_at__lte=viewer.at))
    items: dict[int, list[Item]] = {}
    for item in items_visible(viewer=viewer).filter(phase__campaign=campaign).select_related("asset").order_by("place"):
        items.setdefault(item.phase_id, []).append(item)
    return [PhaseSeen(phase, when(phase, viewer=viewer), items.get(phase.pk, ())) for phase in rows]


def when(phase: Phase, *, viewer: Viewer) -> When:
    """Where the viewer's instant stands to the phase."""
    if phase.starts_at > viewer.at:
        return When.COMING
    return When.PAST if phase.ends_at <= viewer.at else When.NOW


def _announced(viewer: Viewer) -> Q:
    later = Q(live=True, embargo=False, effective_from__gt=viewer.at)
    return later & meant_for(model=Campaign, viewer=viewer)


def _ended(viewer: Viewer) -> Q:
    if not viewer.everything:
        return Q(pk__in=[])
    return Q(live=True, expires_at__lte=viewer.at, expires_at__gt=viewer.at - ARCHIVE)


def _light(campaigns: Any) -> QuerySet[Campaign]:
    found: QuerySet[Campaign] = campaigns.select_related("department", "hero").defer(*HEAVY)
    return found
