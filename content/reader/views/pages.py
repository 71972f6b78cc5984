"""One page of a manual, ready to read: image first, then the words over it, marks, and the ways onward."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.models import Edition, EditionPage
from content.reader import history
from content.reader.afterwards import afterwards
from content.reader.presenting import present
from content.reader.views.gate import opened_page
from portal.network.api import Viewer, request_viewer
from portal.network.models import User


@require_safe
@login_required
def page(request: HttpRequest, manual_id: int, number: int, edition_id: int | None = None) -> HttpResponse:
    """A page of the edition in force (/p/n) or of a named edition (/e/edition/p/n), with ?q= marked on it.

    To htmx it answers with the part that changes from page to page.
    """
    opened, row = opened_page(request, manual_id=manual_id, edition_id=edition_id, number=number)
    viewer = request_viewer(request)
    context = {
        "page": present(opened=opened, row=row, query=request.GET.get("q", "").strip()[:200], viewer=viewer),
        "bookmarked": history.is_bookmarked(viewer=viewer, edition=opened.edition, number=number),
        "back": _back(request.GET.get("back", "")),
        "not_found_label": request.GET.get("nopage", "")[:40],
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "reader/_page.html" if part else "reader/page.html", context)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request"])
    if request.method == "GET":
        user = cast(User, request.user)
        afterwards(response, lambda: _remember(user, viewer, opened.edition, row))
    return response


def _remember(user: User, viewer: Viewer, edition: Edition, row: EditionPage) -> None:
    history.remember(user=user, edition=edition, row=row)
    delivery.note_use(viewer=viewer, thing="edition", thing_id=edition.pk, what=delivery.What.SEEN)


def _back(address: str) -> str:
    """Where the reader was opened from, if that is a page of this portal; else nothing."""
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address[:500] if own else ""
