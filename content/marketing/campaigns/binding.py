"""The windows of what belongs to a campaign alone: each asset and publication that is marked so is seen only within its
phase. Assets have bindings of their own; a publication's dates are narrowed, and what its authors set is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Page

from content.library.api import publication_changed
from content.library.models import Manual
from content.library.models.publication import Publication
from content.marketing.assets import api as assets
from content.marketing.campaigns.models import Bound, Campaign, Item, Phase
from content.marketing.kits.api import SalesKit, kit_changed

_DATES = {"effective_from", "expires_at"}


@dataclass(frozen=True, slots=True)
class Window:
    """From `start`, included, to `end`, not included. None is open."""

    start: datetime | None
    end: datetime | None

    def narrowed(self, other: Window) -> Window:
        """What both allow; nothing if they have nothing in common."""
        starts = [one for one in (self.start, other.start) if one is not None]
        ends = [one for one in (self.end, other.end) if one is not None]
        return Window(max(starts, default=None), min(ends, default=None))


def bind(*, campaign: Campaign, phases: Iterable[Phase], items: Iterable[Item]) -> None:
    """Bind what is marked as the campaign's alone to its phases, and let go of all else that was bound. `phases` are
    all that the campaign has or had."""
    own = [item for item in items if item.exclusive]
    for phase in phases:
        _bind_assets(phase, [item for item in own if item.phase_id == phase.pk], _window(phase))
    pages = {item.page_id: _window(item.phase) for item in own if item.page_id}
    for bound in campaign.bound.exclude(page__in=pages.keys()):
        _let_go(bound)
    for page_id, window in pages.items():
        _bind_page(campaign, page_id, window)


def close(*, campaign: Campaign, now: datetime) -> None:
    """The campaign is withdrawn: what belongs to it alone is seen by nobody."""
    over = now.replace(microsecond=0)  # the grain of a viewer's instant
    shut = Window(over - timedelta(seconds=1), over)
    for phase in campaign.phases.all():
        _bind_assets(phase, phase.items.filter(exclusive=True), shut)
    for bound in campaign.bound.all():
        _bind_page(campaign, bound.page_id, shut)


def _window(phase: Phase) -> Window:
    return Window(phase.starts_at, phase.ends_at)


def _bind_assets(phase: Phase, items: Iterable[Item], window: Window) -> None:
    assets.bind(
        asset_ids={item.asset_id for item in items if item.asset_id},
        by=f"campaign:{phase.campaign_id}:{phase.key}",
        effective_from=window.start,
        expires_at=window.end,
    )


def keep_bound(
    *, sender: type[Any], instance: Any, update_fields: Iterable[str] | None = None, **_kwargs: object
) -> None:
    """Before a publication is saved: what its authors set is noted, and narrowed again in the same statement."""
    if not issubclass(sender, Publication) or instance.pk is None:
        return
    if update_fields is not None and not _DATES & set(update_fields):
        return
    bound = Bound.objects.filter(page=instance.pk).first()
    if bound is None:
        return
    written = Window(instance.effective_from, instance.expires_at)
    if written != _narrowed(bound):
        bound.own_from, bound.own_until = written.start, written.end
        bound.save(update_fields=["own_from", "own_until"])
    narrow = _narrowed(bound)
    instance.effective_from, instance.expires_at = narrow.start, narrow.end


def show_own_dates(page: Any) -> Bound | None:
    """Before a publication is edited: its authors see the dates that they set, not the narrowed ones. Gives what
    binds it, if anything does."""
    bound = Bound.objects.filter(page=page.pk).select_related("campaign").first()
    if bound is not None and Window(page.effective_from, page.expires_at) == _narrowed(bound):
        page.effective_from, page.expires_at = bound.own_from, bound.own_until
    return bound


def _narrowed(bound: Bound) -> Window:
    return Window(bound.own_from, bound.own_until).narrowed(Window(bound.starts_at, bound.ends_at))


def _bind_page(campaign: Campaign, page_id: int, window: Window) -> None:
    page: Any = Page.objects.get(pk=page_id).specific
    bound = Bound.objects.filter(page=page_id).first()
    if bound is None:
        bound = Bound(page_id=page_id, own_from=page.effective_from, own_until=page.expires_at)
    bound.campaign = campaign
    if window.start is not None and window.end is not None:  # of a phase, which has both
        bound.starts_at, bound.ends_at = window.start, window.end
    bound.save()
    _write(page, _narrowed(bound))


def _let_go(bound: Bound) -> None:
    page = Page.objects.get(pk=bound.page_id).specific
    bound.delete()
    _write(page, Window(bound.own_from, bound.own_until))


def _write(page: Any, window: Window) -> None:
    """Only the dates that are in force: a draft keeps what its authors wrote."""
    type(page)._default_manager.filter(pk=page.pk).update(effective_from=window.start, expires_at=window.end)
    if isinstance(page, Manual):
        publication_changed.send(sender=Manual, manual_id=page.pk)
    elif isinstance(page, SalesKit):
        kit_changed.send(sender=SalesKit, kit_id=page.pk)
