"""Dealer standards and the forecast: to managers of their dealers, to staff of the maker of all."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.network.api import Viewer
from portal.network.models import Dealer, Region
from training.needs import forecast as reading
from training.needs import scope
from training.needs.models import DealerStandard
from training.needs.views.gate import asked_id, dealer_or_404, kept_parameters, page_of, reporting_viewer


@require_safe
@login_required
def standards(request: HttpRequest) -> HttpResponse:
    """How the viewer's dealers stand by each rule: what fails first."""
    viewer = reporting_viewer(request)
    at, region = _asked_dealers(request, viewer)
    rows = reading.results(at=at)
    # The filter names what is asked of these dealers: what is asked of others is not their matter.
    asked = DealerStandard.objects.filter(in_force=True, pk__in=rows.order_by().values("version__standard"))
    standard = asked_id(request, "standard")
    if standard is not None:
        rows = rows.filter(version__standard=standard)
    only = request.GET.get("only", "")
    if only == "failing":
        rows = rows.filter(passed=False)
    elif only == "single":
        rows = rows.filter(passed=True, holders=1)
    context = {
        "rules": reading.fulfilment(at=at),
        "page_obj": page_of(request, rows),
        "standards": asked.order_by("title", "pk"),
        "standard": standard,
        "only": only,
        "region": region,
        "regions": Region.objects.order_by("path") if viewer.everything else [],
        "kept": kept_parameters(request),
        "today": timezone.localdate(),
    }
    return render(request, "training_needs/standards.html", context)


@require_safe
@login_required
def forecast(request: HttpRequest) -> HttpResponse:
    """What lapses in the next twelve months, by month and one by one."""
    viewer = reporting_viewer(request)
    at, region = _asked_dealers(request, viewer)
    months = reading.months(viewer=viewer, at=at)
    context = {
        "months": months,
        "plot": reading.plot(months),
        "page_obj": page_of(request, reading.lapses(viewer=viewer, at=at), count=sum(month.lapses for month in months)),
        "region": region,
        "regions": Region.objects.order_by("path") if viewer.everything else [],
        "kept": kept_parameters(request),
    }
    return render(request, "training_needs/forecast.html", context)


def _asked_dealers(request: HttpRequest, viewer: Viewer) -> tuple[QuerySet[Dealer], Region | None]:
    """The dealers that the page is about: one, those of a region (staff), or all of the viewer's."""
    at = scope.dealers(viewer=viewer)
    dealer_id, region_id = asked_id(request, "dealer"), asked_id(request, "region")
    if dealer_id is not None:
        return at.filter(pk=dealer_or_404(viewer, dealer_id).pk), None
    if region_id is None:
        return at, None
    try:
        region = scope.region(viewer=viewer, region_id=region_id)
    except scope.NotVisible:
        raise Http404 from None
    return at.filter(region__path__startswith=region.path), region
