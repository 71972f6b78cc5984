"""Who may have an asset: the one rule, as a condition on rows and as the facts that the network's rule reads.

An asset is seen by a viewer when it is released and read, the viewer's instant lies in its own window, in the window
of its rights and, where things above bind it, in the window of one of those, and one of the viewer's standings meets
its audience and lies in the territory of its rights. `tests/content/marketing/assets/test_rules.py` proves the forms
equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from content.marketing.assets.models import Asset, AssetBinding
from content.marketing.assets.spans import Span, common, joined
from portal.network.api import Standing, Viewer, Visibility, visible_to
from portal.network.models import Region

NOWHERE = 0
"""A region that there is not: of an asset whose audience and territory have no place in common."""


def visible(*, viewer: Viewer) -> Q:
    """The condition on assets that holds for what `viewer` may see."""
    rule = Q(state=Asset.State.READY) & _open_at(viewer.at) & _bound_at(viewer.at)
    if viewer.everything or not viewer.standings:
        return rule & visible_to(model=Asset, viewer=viewer)
    # Standings are never mixed: who meets the audience by one of them has to be in the territory by the same.
    places: dict[frozenset[int], list[Standing]] = {}
    for standing in viewer.standings:
        places.setdefault(standing.regions, []).append(standing)
    admitted = Q(pk__in=[])
    for regions, standings in places.items():
        there = replace(viewer, standings=tuple(standings))
        admitted |= _within(regions) & visible_to(model=Asset, viewer=there)
    return rule & admitted


def _open_at(at: datetime) -> Q:
    began = Q(rights_from__isnull=True) | Q(rights_from__lte=at)
    return began & (Q(rights_until__isnull=True) | Q(rights_until__gt=at))


def _bound_at(at: datetime) -> Q:
    bindings = AssetBinding.objects.filter(asset=OuterRef("pk"))
    began = Q(effective_from__isnull=True) | Q(effective_from__lte=at)
    is_open = bindings.filter(began, Q(expires_at__isnull=True) | Q(expires_at__gt=at))
    return Q(~Exists(bindings)) | Q(Exists(is_open))


def _within(regions: frozenset[int]) -> Q:
    through = Asset.territory.through._default_manager.filter(asset=OuterRef("pk"))
    return Q(~Exists(through)) | Q(Exists(through.filter(region__in=sorted(regions))))


def visibility(asset: Asset, *, at: datetime) -> Visibility:
    """The facts of the asset as the network's rule reads them, for a decision and for a search document. The window is
    the one that is open at `at`, else the next, else the last. Seven statements unless its relations are prefetched."""
    window = window_at(spans_of(asset), at=at)
    return Visibility(
        brands=frozenset(row.pk for row in asset.audience_brands.all()),
        regions=shared_regions(asset.audience_regions.all(), asset.territory.all()),
        tiers=frozenset(row.pk for row in asset.audience_tiers.all()),
        roles=frozenset(row.pk for row in asset.audience_roles.all()),
        dealers=frozenset(row.pk for row in asset.audience_dealers.all()),
        live=asset.live and asset.state == Asset.State.READY and window is not None,
        effective_from=window.start if window else None,
        expires_at=window.end if window else None,
    )


def spans_of(asset: Asset) -> list[Span]:
    """When the asset may be seen, in order and apart. Empty: never."""
    spans = common([Span(asset.effective_from, asset.expires_at)], [Span(asset.rights_from, asset.rights_until)])
    bindings = list(asset.bindings.all())
    if bindings:
        spans = common(spans, joined(Span(one.effective_from, one.expires_at) for one in bindings))
    return spans


def window_at(spans: list[Span], *, at: datetime) -> Span | None:
    """The span that is open at `at`, else the next, else the last."""
    return next((span for span in spans if span.end is None or span.end > at), spans[-1] if spans else None)


def shared_regions(audience: Iterable[Region], territory: Iterable[Region]) -> frozenset[int]:
    """The regions that lie both in the audience and in the territory, as one set in which empty means everywhere.

    A dealer's region and those above it are a line in the tree, so a line that meets both sets meets the deeper of two
    regions of which one contains the other.
    """
    meant, licensed = list(audience), list(territory)
    if not meant or not licensed:
        return frozenset(region.pk for region in meant or licensed)
    deeper = {
        max(one, other, key=lambda region: len(region.lineage)).pk
        for one in meant
        for other in licensed
        if one.path.startswith(other.path) or other.path.startswith(one.path)
    }
    return frozenset(deeper or {NOWHERE})
