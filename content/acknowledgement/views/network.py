"""The maker's dashboards: the network, its regions and dealers, and its publications."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.acknowledgement.reading import network as reading
from content.acknowledgement.reading import totals
from content.acknowledgement.reading.team import publication_rows
from content.acknowledgement.views.gate import (
    asked_region,
    edition_or_404,
    kept_parameters,
    page_of,
    staff_viewer,
    words_of,
)


@require_safe
@login_required
@never_cache
def network(request: HttpRequest) -> HttpResponse:
    """All that is asked for now: in the network, or in ?region=."""
    viewer = staff_viewer(request)
    region = asked_region(request, viewer)
    at = reading.dealers_below(viewer=viewer, region=region)
    below = reading.regions_below(viewer=viewer, region=region)
    weeks = reading.weeks(at=at, today=timezone.localdate(viewer.at))
    context = {
        "region": region,
        "lineage": reading.lineage(region),
        "totals": totals.of_dealers(at=at),
        "below": below,
        "weeks": weeks,
        "week_plot": reading.week_plot(weeks),
        "region_plot": reading.region_plot(below),
        "page_obj": page_of(request, reading.dealer_rows(viewer=viewer, region=region)),
        "kept": kept_parameters(request),
    }
    return render(request, "acknowledgement/network.html", context)


@require_safe
@login_required
@never_cache
def publications(request: HttpRequest) -> HttpResponse:
    """By publication, over all people."""
    viewer = staff_viewer(request)
    page = page_of(request, reading.publications(viewer=viewer, words=words_of(request)))
    context = {
        "page_obj": page,
        "rows": publication_rows(page.object_list),
        "words": words_of(request),
        "kept": kept_parameters(request),
    }
    return render(request, "acknowledgement/publications.html", context)


@require_safe
@login_required
@never_cache
def publication(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition: over time, by region and dealer; of ?region= alone if it is named."""
    viewer = staff_viewer(request)
    edition = edition_or_404(viewer, edition_id)
    region = asked_region(request, viewer)
    at = reading.dealers_below(viewer=viewer, region=region)
    below = reading.regions_below(viewer=viewer, region=region, edition=edition)
    total = totals.summed(totals.by_region(at=at, edition_id=edition.pk).values())
    progress = reading.progress(edition=edition, at=at, below=below, total=total, today=timezone.localdate(viewer.at))
    context = {
        "edition": edition,
        "manual": edition.manual,
        "round": edition.confirmation_round,
        "region": region,
        "lineage": reading.lineage(region),
        "totals": total,
        "below": below,
        "progress": progress,
        "by_day": list(zip(progress.days, *(shares for _name, shares in progress.lines), strict=True)),
        "plot": reading.progress_plot(progress),
        "page_obj": page_of(request, reading.dealer_rows(viewer=viewer, region=region, edition=edition)),
        "kept": kept_parameters(request),
        "take_of": urlencode({"edition": edition.pk} | ({"region": region.pk} if region else {})),
    }
    return render(request, "acknowledgement/publication.html", context)
