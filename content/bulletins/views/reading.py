"""A bulletin as a page to read, on a phone beside the vehicle as well."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.bulletins.document import applies_to
from content.bulletins.models import BulletinFile
from content.bulletins.presenting import presented
from content.bulletins.reading import OpenBulletin, open_bulletin
from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.library.models import Edition
from content.reader.api import afterwards, may_print, page_url
from portal.network.api import request_viewer

MOST_EDITIONS = 100


@require_safe
@login_required
def bulletin(request: HttpRequest, bulletin_id: int, edition_id: int | None = None) -> HttpResponse:
    """The edition in force (/bulletins/5/) or a named one (/bulletins/5/e/17/): its text, or, where a PDF was uploaded,
    what it is and the way to its pages."""
    viewer = request_viewer(request)
    with unseen_is_absent(bulletin_id, edition_id or 0):
        opened = open_bulletin(viewer=viewer, bulletin_id=bulletin_id, edition_id=edition_id)
    manual, edition = opened.manual, opened.edition
    may_download = delivery.may_download(viewer=viewer, allowed=manual.allow_download)
    editions = Edition.objects.readable_by(viewer).filter(manual_id=manual.pk).defer("outline")
    context = {
        "manual": manual,
        "edition": edition,
        "successor": opened.successor,
        "neighbours": opened.neighbours,
        "document": _presented(opened, may_download=may_download),
        "vehicles": _vehicles(opened),
        "editions": editions[:MOST_EDITIONS],
        "pages_url": page_url(edition=edition, number=1, at=viewer.at),
        "may_download": may_download,
        "may_print": may_print(viewer=viewer, manual=manual),
    }
    response = render(request, "bulletins/bulletin.html", context)
    response["Cache-Control"] = "private, no-cache"
    if request.method == "GET":
        seen = partial(delivery.note_use, thing="edition", thing_id=edition.pk, what=delivery.What.SEEN)
        afterwards(response, lambda: seen(viewer=viewer))
    return response


def _presented(opened: OpenBulletin, *, may_download: bool) -> object:
    if opened.document is None:
        return None
    files = opened.document["files"]
    kwargs = {"bulletin_id": opened.manual.pk, "edition_id": opened.edition.pk}

    def address(place: int) -> str:
        shown = files[place]["kind"] in BulletinFile.SHOWN or may_download
        return reverse("bulletins:file", kwargs={**kwargs, "place": place}) if shown else ""

    return presented(opened.document, address=address)


def _vehicles(opened: OpenBulletin) -> list[str]:
    if opened.document is not None:
        lines: list[str] = opened.document["applies_to"]
        return lines
    return list(applies_to(opened.manual.applicability.select_related("brand", "model__brand", "variant")))
