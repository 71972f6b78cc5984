"""The maker's view: the tree of regions, its dealers, brands. For staff alone; the views ask `scope` first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import NullIf

from portal.network.api import Viewer
from portal.network.models import Brand, Dealer, Region
from training.dashboards import totals
from training.dashboards.totals import Totals
from training.needs import scope


@dataclass(frozen=True, slots=True)
class RegionRow:
    region: Region
    totals: Totals


def dealers_below(*, viewer: Viewer, region: Region | None) -> QuerySet[Dealer]:
    """The dealers of a region and of those below it; all of the viewer's if None."""
    rows = scope.dealers(viewer=viewer)
    return rows if region is None else rows.filter(region__path__startswith=region.path)


def regions_below(*, viewer: Viewer, region: Region | None) -> list[RegionRow]:
    """The regions next below, each with all that lies in it. Two statements."""
    paths = totals.by(at=dealers_below(viewer=viewer, region=region), path="region__path")
    children = Region.objects.filter(parent=region).order_by("name", "pk")
    return [RegionRow(child, _within(child, paths.items())) for child in children]


def _within(region: Region, paths: Iterable[tuple[str, Totals]]) -> Totals:
    return sum((sums for path, sums in paths if path.startswith(region.path)), start=Totals())


def lineage(region: Region) -> list[Region]:
    """From the root down to the region. One statement."""
    return list(Region.objects.filter(pk__in=region.lineage).order_by("path"))


def brands(*, viewer: Viewer, region: Region | None) -> list[tuple[str, Totals]]:
    """By brand, over the dealers that sell it; one that sells two counts for each. Two statements."""
    found = totals.by(at=dealers_below(viewer=viewer, region=region), path="brands__pk")
    names = dict(Brand.objects.order_by("name").values_list("pk", "name"))
    return [(name, found[pk]) for pk, name in names.items() if pk in found]


def dealer_rows(*, viewer: Viewer, region: Region | None, directly: bool) -> QuerySet[Dealer]:
    """Dealers with their standing, the least completed first: `directly` in the region, or anywhere below it."""
    rows = dealers_below(viewer=viewer, region=region)
    if directly:
        rows = rows.filter(region=region)
    return rows.select_related("region", "training_sums").order_by(
        (F("training_sums__completed") * 1.0 / NullIf(F("training_sums__people"), 0)).asc(nulls_last=True), "name", "pk"
    )
