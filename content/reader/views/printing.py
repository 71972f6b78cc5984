"""Printing a range of pages: their images, one a sheet."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.models import Edition
from content.reader import images, places
from content.reader.presenting import image_url, may_print
from content.reader.views.gate import opened
from portal.core import events
from portal.network.api import request_viewer
from portal.network.models import User

MOST_PAGES = 50
PRINTED = "edition.printed"


@require_safe
@login_required
def print_pages(request: HttpRequest, manual_id: int, edition_id: int) -> HttpResponse:
    """The pages from ?from= to ?to= (labels or numbers), at most 50, laid out for the printer. 403 where the manual
    does not allow it."""
    opened_edition = opened(request, manual_id=manual_id, edition_id=edition_id)
    manual, edition = opened_edition.manual, opened_edition.edition
    viewer = request_viewer(request)
    if not may_print(viewer=viewer, manual=manual):
        return render(request, "reader/no_printing.html", {"manual": manual}, status=403)
    wanted = _range(request, edition)
    if wanted is None:
        return render(request, "reader/no_printing.html", {"manual": manual, "no_such_pages": True}, status=404)
    numbers = range(wanted[0], min(wanted[1], wanted[0] + MOST_PAGES - 1) + 1)
    if request.method == "GET":
        events.record(
            verb=PRINTED,
            subject=f"edition:{edition.pk}",
            actor=cast(User, request.user),
            data={"manual": manual.pk, "from": numbers[0], "to": numbers[-1]},
        )
        delivery.note_use(viewer=viewer, thing="edition", thing_id=edition.pk, what=delivery.What.PRINTED)
    pages = [(n, f"{image_url(edition=edition, number=n)}?w={images.PRINT_WIDTH}") for n in numbers]
    context = {
        "manual": manual,
        "edition": edition,
        "successor": opened_edition.successor,
        "replaced": edition.is_replaced(at=viewer.at),
        "pages": pages,
        "cut": wanted[1] > numbers[-1],
        "most": MOST_PAGES,
    }
    return render(request, "reader/print.html", context)


def _range(request: HttpRequest, edition: Edition) -> tuple[int, int] | None:
    first = places.number_of(edition=edition, wanted=request.GET.get("from", "1"))
    last = places.number_of(edition=edition, wanted=request.GET.get("to", "") or request.GET.get("from", "1"))
    if first is None or last is None:
        return None
    return min(first, last), max(first, last)
