"""The manuals that a person may read, and one manual's cover sheet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.models import BulletinCategory, Edition
from content.reader import history, shelf
from content.reader.views.gate import opened
from portal.network.api import request_viewer

PER_PAGE = 24
MOST_EDITIONS = 100
MOST_SECTIONS = 60
"""Of the outline's top level on the cover sheet; the reader has all of it."""


@require_safe
@login_required
def manual_list(request: HttpRequest) -> HttpResponse:
    """The manuals in force, newest first, narrowed by brand, model, type, language and words of the title."""
    viewer = request_viewer(request)
    narrowing = shelf.Narrowing.read(request.GET.dict())
    page = Paginator(shelf.manuals(viewer=viewer, narrowing=narrowing), PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": page,
        "narrowing": narrowing,
        "choices": shelf.choices(viewer=viewer, narrowing=narrowing),
        "kept": kept.urlencode(),
        "recent": history.recent(viewer=viewer, limit=4) if page.number == 1 and not narrowing.any else [],
    }
    return render(request, "reader/list.html", context)


@require_safe
@login_required
def manual(request: HttpRequest, manual_id: int) -> HttpResponse:
    """A manual's cover sheet: what it is, for which vehicles, who answers for it, its editions, where to go on. That of
    a bulletin is its text."""
    opened_edition = opened(request, manual_id=manual_id)
    viewer = request_viewer(request)
    page, edition = opened_edition.manual, opened_edition.edition
    if page.category in BulletinCategory.values:
        return redirect("bulletins:bulletin", bulletin_id=manual_id)
    position = history.position(viewer=viewer, manual_id=manual_id)
    editions = Edition.objects.readable_by(viewer).filter(manual_id=manual_id).defer("outline")
    context = {
        "manual": page,
        "edition": edition,
        "neighbours": opened_edition.neighbours,
        "in_force": edition.is_in_force(at=viewer.at),
        "position": position,
        "position_url": position and history.place_url(edition=position.edition, number=position.number, at=viewer.at),
        "editions": editions[:MOST_EDITIONS],
        "applicability": page.applicability.select_related("brand", "model__brand", "variant"),
        "sections": [entry for entry in edition.outline if entry[0] == 1][:MOST_SECTIONS],
        "allow_download": delivery.may_download(viewer=viewer, allowed=page.allow_download),
    }
    return render(request, "reader/manual.html", context)
