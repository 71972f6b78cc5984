"""The search page. It works without JavaScript; htmx swaps the results in place."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.vehicles.api import at_hand_of
from portal.network.api import request_viewer
from search import answers
from search.engines.base import SchemaMismatch, SearchUnavailable
from search.parameters import query_from
from search.presenting import context

log = structlog.get_logger(__name__)
UNAVAILABLE = "search.unavailable"


@require_safe
@login_required
def results(request: HttpRequest) -> HttpResponse:
    """Publications with their best pages, facets and paging; only the results when htmx asks for them."""
    part = request.headers.get("HX-Target") == "results"
    template = "search/_results.html" if part else "search/results.html"
    query = query_from(request.GET)
    viewer = request_viewer(request)
    one = at_hand_of(request, viewer=viewer)
    try:
        answer = answers.find(viewer=viewer, query=query, vehicle=one.vehicle if one else None)
    except (SearchUnavailable, SchemaMismatch) as error:
        log.warning(UNAVAILABLE, error=type(error).__name__)
        # htmx swaps no error pages, so a part says it with a page that counts as an answer.
        return render(request, template, {"query": query, "unavailable": True}, status=200 if part else 503)
    response = render(request, template, {**context(answer), "at_hand": one})
    response["Vary"] = "HX-Target"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options below the search field; none when the engine is away, because typing must go on."""
    try:
        found = answers.suggest(viewer=request_viewer(request), prefix=request.GET.get("q", ""))
    except (SearchUnavailable, SchemaMismatch) as error:
        log.warning(UNAVAILABLE, error=type(error).__name__)
        found = ()
    return render(request, "search/_suggestions.html", {"suggestions": found})
