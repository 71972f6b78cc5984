"""The way around inside an edition: its outline and labels, a page by its label, the same place in a newer edition."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library import api as library
from content.reader import places
from content.reader.presenting import page_url
from content.reader.views.gate import opened, opened_at
from portal.network.api import request_viewer


@require_safe
@login_required
def contents(request: HttpRequest, manual_id: int, edition_id: int) -> HttpResponse:
    """The outline [[level, title, page], ...] and the printed label of each page, as JSON.

    The one answer that grows with the manual: asked for when the outline is first opened, then kept by the browser.
    """
    edition = opened(request, manual_id=manual_id, edition_id=edition_id).edition
    etag = f'"{edition.sha256[:32]}-contents-{edition.pk}"'
    unchanged = delivery.not_modified(request, etag=etag)
    if unchanged is not None:
        return unchanged
    labels = [label for _number, label in library.page_labels(edition=edition)]
    response = JsonResponse({"outline": edition.outline, "labels": labels if any(labels) else []})
    response["ETag"] = etag
    return delivery.fresh_for_a_day(response)


@require_safe
@login_required
def go(request: HttpRequest, manual_id: int, edition_id: int) -> HttpResponse:
    """To the page whose label or number was typed (?to=); back to ?from= if there is none."""
    edition = opened(request, manual_id=manual_id, edition_id=edition_id).edition
    wanted = request.GET.get("to", "")
    number = places.number_of(edition=edition, wanted=wanted)
    parameters = {"q": request.GET["q"]} if request.GET.get("q") else {}
    if number is None:
        start = request.GET.get("from", "1")
        known = start.isdecimal() and 1 <= int(start) <= edition.page_count
        number = int(start) if known else 1
        parameters["nopage"] = wanted[:40]
    address = page_url(edition=edition, number=number, at=request_viewer(request).at)
    return HttpResponseRedirect(f"{address}?{urlencode(parameters)}" if parameters else address)


@require_safe
@login_required
def in_force(request: HttpRequest, manual_id: int, edition_id: int, number: int) -> HttpResponse:
    """From a page of any readable edition to the same place in the edition in force."""
    old = opened_at(request, manual_id=manual_id, edition_id=edition_id, number=number)
    if old.successor is not None:
        number = places.place_in(successor=old.successor, old=old.edition, number=number)
    address = reverse("reader:page", kwargs={"manual_id": manual_id, "number": number})
    query = request.GET.get("q", "")
    return HttpResponseRedirect(f"{address}?{urlencode({'q': query})}" if query else address)
