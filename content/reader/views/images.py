"""Page images, thumbnails and covers. The right to see them is checked at each request, then the browser's copy."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.models import Edition
from content.reader import images
from content.reader.afterwards import afterwards
from content.reader.kept import IMAGE_TYPE
from content.reader.rendering import PageUnreadable
from content.reader.views.gate import opened, opened_file


@require_safe
@login_required
def image(request: HttpRequest, manual_id: int, edition_id: int, number: int) -> HttpResponse:
    """A page at one of the fixed widths (?w=, the smallest if absent)."""
    width = request.GET.get("w", str(images.WIDTHS[0]))
    if width not in map(str, images.WIDTHS):
        raise Http404
    edition = opened_file(request, manual_id=manual_id, edition_id=edition_id, number=number)
    return _answer(request, edition, number, int(width))


@require_safe
@login_required
def thumbnail(request: HttpRequest, manual_id: int, edition_id: int, number: int) -> HttpResponse:
    """A page as a thumbnail."""
    edition = opened_file(request, manual_id=manual_id, edition_id=edition_id, number=number)
    return _answer(request, edition, number, images.THUMBNAIL_WIDTH)


@require_safe
@login_required
def cover(request: HttpRequest, manual_id: int) -> HttpResponse:
    """The first page of the edition in force, or of the readable one named by ?e=."""
    named = request.GET.get("e", "")
    if named and not named.isdecimal():
        raise Http404
    edition = opened(request, manual_id=manual_id, edition_id=int(named) if named else None).edition
    if edition.page_count < 1:
        raise Http404
    return _answer(request, edition, 1, images.COVER_WIDTH)


def _answer(request: HttpRequest, edition: Edition, number: int, width: int) -> HttpResponse:
    etag = images.etag(edition=edition, number=number, width=width)
    unchanged = delivery.not_modified(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        picture = images.page_image(edition=edition, number=number, width=width)
    except PageUnreadable:
        return _placeholder(number)
    response = delivery.send_image(request, data=picture.data, content_type=IMAGE_TYPE, etag=etag)
    if picture.after is not None:
        afterwards(response, picture.after)
    return response


def _placeholder(number: int) -> HttpResponse:
    """A drawing that says so, where a page cannot be drawn: the rest of the manual stays readable."""
    svg = render_to_string(
        "reader/unreadable.svg",
        {"message": _("Page %(number)s cannot be shown as an image.") % {"number": number}},
    )
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=60"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
