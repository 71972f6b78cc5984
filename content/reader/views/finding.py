"""Search inside a manual."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from content.reader.finding import MOST_FOUND, find_within
from content.reader.presenting import page_urls
from content.reader.views.gate import opened
from portal.network.api import request_viewer


@require_safe
@login_required
def find(request: HttpRequest, manual_id: int, edition_id: int) -> HttpResponse:
    """The pages on which ?q= stands: a list for htmx, a page of its own without it, JSON to those who accept only
    that."""
    opened_edition = opened(request, manual_id=manual_id, edition_id=edition_id)
    edition, viewer = opened_edition.edition, request_viewer(request)
    query = request.GET.get("q", "").strip()[:200]
    suffix = f"?{urlencode({'q': query})}"
    address = page_urls(edition=edition, at=viewer.at)
    found = [
        {**row._asdict(), "url": address(row.number) + suffix}
        for row in find_within(viewer=viewer, edition=edition, query=query)
    ]
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse({"q": query, "total": len(found), "hits": found})
    else:
        context = {
            "found": found,
            "query": query,
            "cut": len(found) >= MOST_FOUND,
            "manual": opened_edition.manual,
            "edition": edition,
        }
        part = request.headers.get("HX-Request")
        response = render(request, "reader/_found.html" if part else "reader/found.html", context)
    patch_vary_headers(response, ["HX-Request", "Accept"])
    response["Cache-Control"] = "private, no-cache"
    return response
