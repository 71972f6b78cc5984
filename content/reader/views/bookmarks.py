"""Pages that a person marked to find again."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from content.reader import history
from content.reader.presenting import page_url
from content.reader.views.gate import opened_page
from portal.network.api import request_viewer
from portal.network.models import User

PER_PAGE = 30


@require_POST
@login_required
def toggle(request: HttpRequest, manual_id: int, edition_id: int, number: int) -> HttpResponse:
    """Set or remove the bookmark of a page; the button anew for htmx, else back to the page."""
    opened, row = opened_page(request, manual_id=manual_id, edition_id=edition_id, number=number)
    is_set = history.toggle_bookmark(user=cast(User, request.user), edition=opened.edition, row=row)
    if request.headers.get("HX-Request"):
        page = {"manual": opened.manual, "edition": opened.edition, "number": number}
        return render(request, "reader/_bookmark.html", {"page": page, "bookmarked": is_set})
    return HttpResponseRedirect(page_url(edition=opened.edition, number=number, at=request_viewer(request).at))


@require_safe
@login_required
def bookmark_list(request: HttpRequest) -> HttpResponse:
    """The person's bookmarks, newest first."""
    viewer = request_viewer(request)
    page = Paginator(history.bookmarks(viewer=viewer), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, history.place_url(edition=row.edition, number=row.number, at=viewer.at)) for row in page]
    return render(request, "reader/bookmarks.html", {"page_obj": page, "rows": rows})
