"""The maker's view: from the network to a region and its dealers, and from a publication to both. For staff alone; the
views ask for that first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import NullIf, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.acknowledgement import scope
from content.acknowledgement.models import AtDealer, DealerWeek, Duty, DutyDealer, OfEdition
from content.acknowledgement.reading.team import FACTS, named_publications
from content.acknowledgement.reading.totals import COUNTS, Totals, by_region, summed
from content.library.models import Edition
from portal.network.api import Viewer
from portal.network.models import Dealer, Region

WEEKS_SHOWN = 12
MOST_POINTS = 31
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class RegionRow:
    region: Region
    totals: Totals


def dealers_below(*, viewer: Viewer, region: Region | None) -> QuerySet[Dealer]:
    """The dealers of a region and of those below it; all if None."""
    rows = scope.dealers(viewer=viewer)
    return rows if region is None else rows.filter(region__path__startswith=region.path)


def regions_below(*, viewer: Viewer, region: Region | None, edition: Edition | None = None) -> list[RegionRow]:
    """The regions next below, each with all that lies in it: all that is asked for now, or one edition. Where one
    region holds the whole network, those below it. Two statements."""
    at = dealers_below(viewer=viewer, region=region)
    parts = by_region(at=at, edition_id=edition.pk if edition else None)
    if region is not None:
        children = list(Region.objects.filter(parent=region).order_by("name", "pk"))
    else:
        upper = list(Region.objects.filter(Q(parent=None) | Q(parent__parent=None)).order_by("name", "pk"))
        tops = [one for one in upper if one.parent_id is None]
        children = tops if len(tops) > 1 or len(upper) == 1 else [one for one in upper if one.parent_id is not None]
    return [RegionRow(child, _within(child, parts)) for child in children]


def _within(region: Region, parts: Mapping[str, Totals]) -> Totals:
    return summed(totals for path, totals in parts.items() if path.startswith(region.path))


def lineage(region: Region | None) -> list[Region]:
    """From the root down to the region. One statement."""
    return list(Region.objects.filter(pk__in=region.lineage).order_by("path")) if region else []


def dealer_rows(*, viewer: Viewer, region: Region | None, edition: Edition | None = None) -> QuerySet[Dealer]:
    """Dealers with `open`, `confirmed` and `overdue`, the least confirmed first: of all that is asked for now, or of
    one edition where it is asked for. One statement."""
    rows = dealers_below(viewer=viewer, region=region).select_related("region")
    if edition is None:
        rows = rows.annotate(**{name: F(f"confirmation_sums__{name}") for name in COUNTS})
    else:
        kept = AtDealer.objects.filter(edition=edition, dealer=OuterRef("pk"))
        rows = rows.filter(Exists(kept)).annotate(**{name: Subquery(kept.values(name)) for name in COUNTS})
    share = F("confirmed") * 1.0 / NullIf(F("open") + F("confirmed"), 0)
    return rows.annotate(share=share).order_by(F("share").asc(nulls_last=True), "name", "pk")


def publications(*, viewer: Viewer, words: str = "") -> QuerySet[OfEdition, dict[str, Any]]:
    """Rows for `publication_rows`, over all people: what is late first. One statement."""
    rows = OfEdition.objects.filter(scope.current(viewer=viewer, path="edition__"))
    sums = {f"{name}_sum": F(name) for name in COUNTS}
    found = named_publications(rows, words).values("edition_id", **FACTS, **sums)
    return found.order_by("-overdue_sum", "-open_sum", "title", "edition_id")


@dataclass(frozen=True, slots=True)
class Week:
    first: date
    given: int = 0
    confirmed: int = 0


def weeks(*, at: QuerySet[Dealer], today: date) -> list[Week]:
    """The last twelve weeks at these dealers, this one last. One statement."""
    this = today - timedelta(days=today.weekday())
    span = [this - timedelta(weeks=number) for number in range(WEEKS_SHOWN - 1, -1, -1)]
    rows = DealerWeek.objects.filter(dealer__in=at.order_by().values("pk"), week__gte=span[0]).order_by()
    counted = rows.values_list("week").annotate(Sum("given"), Sum("confirmed"))
    found = {week: Week(week, given, confirmed) for week, given, confirmed in counted}
    return [found.get(first, Week(first)) for first in span]


def week_plot(rows: list[Week]) -> dict[str, object]:
    """The weeks as `plot.js` draws them."""
    return {
        "type": "bar",
        "labels": [date_format(row.first, "SHORT_DATE_FORMAT") for row in rows],
        "series": [
            {"label": _("Asked"), "data": [row.given for row in rows]},
            {"label": _("Confirmed"), "data": [row.confirmed for row in rows]},
        ],
    }


def region_plot(rows: list[RegionRow]) -> dict[str, object]:
    """The share confirmed of each region."""
    return {
        "type": "bar",
        "horizontal": True,
        "percent": True,
        "max": 1,
        "labels": [row.region.name for row in rows],
        "series": [{"label": _("Confirmed"), "data": [row.totals.share for row in rows]}],
    }


@dataclass(frozen=True, slots=True)
class Progress:
    """The share confirmed at the end of each of `days`, of all (`lines[0]`) and of the regions below that have most
    people."""

    days: list[date]
    lines: list[tuple[str, list[float]]]


def progress(*, edition: Edition, at: QuerySet[Dealer], below: list[RegionRow], total: Totals, today: date) -> Progress:
    """How an edition was confirmed over time, since it is asked for. One statement."""
    begun = timezone.localdate(edition.confirmation_round.begun_at)
    places = DutyDealer.objects.filter(duty__edition=edition, duty__state=Duty.State.CONFIRMED)
    counted = (
        places.filter(dealer__in=at.order_by().values("pk"))
        .order_by()
        .values_list(TruncDate("duty__confirmed_at"), "dealer__region__path")
        .annotate(number=Count("pk"))
    )
    found: list[tuple[date, str, int]] = list(counted)
    days = _points(min([begun, *(day for day, _path, _number in found)]), today)
    largest = sorted((row for row in below if row.totals.asked), key=lambda row: -row.totals.asked)[:MOST_LINES]
    lines = [(_("All"), "", total), *((row.region.name, row.region.path, row.totals) for row in largest)]
    return Progress(days, [(name, _shares(found, days, path, totals)) for name, path, totals in lines])


def _points(first: date, last: date) -> list[date]:
    """Days from the first to the last, evenly, both included."""
    span = (last - first).days
    step = max(1, ceil(span / (MOST_POINTS - 1)))
    return [last - timedelta(days=back) for back in range(span, 0, -step)] + [last]


def _shares(found: list[tuple[date, str, int]], days: list[date], path: str, totals: Totals) -> list[float]:
    if not totals.asked:
        return [0.0 for _day in days]
    return [
        sum(number for at, there, number in found if at <= day and there.startswith(path)) / totals.asked
        for day in days
    ]


def progress_plot(progress: Progress) -> dict[str, object]:
    """The lines as `plot.js` draws them."""
    return {
        "type": "line",
        "percent": True,
        "max": 1,
        "labels": [date_format(day, "SHORT_DATE_FORMAT") for day in progress.days],
        "series": [{"label": name, "data": shares} for name, shares in progress.lines],
    }
