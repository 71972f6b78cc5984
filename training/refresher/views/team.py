"""Totals for managers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.network.api import request_viewer
from training.refresher.totals import FEWEST, for_team

PER_PAGE = 50


@require_safe
@login_required
@never_cache
def totals(request: HttpRequest) -> HttpResponse:
    """How much the viewer's people still know, course by course; nothing of one person. 404 for who manages nobody."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers:
        raise Http404
    page = Paginator(for_team(viewer=viewer), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training_refresher/team.html", {"page_obj": page, "fewest": FEWEST})
