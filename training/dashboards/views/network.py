"""The maker's dashboard: from the network to a region, a dealer, a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer
from portal.network.models import Region
from training.dashboards import network as reading
from training.dashboards import totals
from training.needs import scope
from training.needs.views.gate import asked_id, kept_parameters, page_of, staff_viewer


@require_safe
@login_required
def network(request: HttpRequest) -> HttpResponse:
    """The whole network."""
    return _region_page(request, staff_viewer(request), None)


@require_safe
@login_required
def region(request: HttpRequest, region_id: int) -> HttpResponse:
    """A region with all that lies in it."""
    viewer = staff_viewer(request)
    return _region_page(request, viewer, _region(viewer, region_id))


@require_safe
@login_required
def courses(request: HttpRequest) -> HttpResponse:
    """The courses of the network, or of a region of it."""
    viewer = staff_viewer(request)
    region_id = asked_id(request, "region")
    found = None if region_id is None else _region(viewer, region_id)
    if found is None:
        rows = totals.all_courses()
    else:
        rows = totals.courses_at(at=reading.dealers_below(viewer=viewer, region=found))
    context: dict[str, Any] = {
        "region": found,
        "page_obj": page_of(request, rows),
        "kept": kept_parameters(request),
    }
    return render(request, "training_dashboards/courses.html", context)


def _region(viewer: Viewer, region_id: int) -> Region:
    if region_id > LARGEST_ID:
        raise Http404
    try:
        return scope.region(viewer=viewer, region_id=region_id)
    except scope.NotVisible:
        raise Http404 from None


def _region_page(request: HttpRequest, viewer: Viewer, region: Region | None) -> HttpResponse:
    at = reading.dealers_below(viewer=viewer, region=region)
    below = reading.regions_below(viewer=viewer, region=region)
    months = totals.months(at=at)
    context = {
        "region": region,
        "lineage": reading.lineage(region) if region is not None else [],
        "totals": totals.of_dealers(at=at),
        "below": below,
        "brands": reading.brands(viewer=viewer, region=region),
        "months": months,
        "plot": totals.month_plot(months),
        "page_obj": page_of(request, reading.dealer_rows(viewer=viewer, region=region, directly=bool(below))),
        "directly": bool(below),
        "kept": kept_parameters(request),
    }
    return render(request, "training_dashboards/network.html", context)
