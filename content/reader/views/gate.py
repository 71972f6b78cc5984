"""The gate that each view of the reader passes first. What is not visible and what is not there look the same."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from content.library import api as library
from content.library.models import Edition, EditionPage
from portal.network.api import request_viewer


def opened(request: HttpRequest, *, manual_id: int, edition_id: int | None = None) -> library.OpenEdition:
    """The edition in force of a manual, or the named one, for the person who asks. Raises Http404."""
    with library.unseen_is_absent(manual_id, edition_id or 0):
        return library.open_edition(viewer=request_viewer(request), manual_id=manual_id, edition_id=edition_id)


def opened_page(
    request: HttpRequest, *, manual_id: int, edition_id: int | None, number: int
) -> tuple[library.OpenEdition, EditionPage]:
    """An edition and one of its pages. Raises Http404."""
    edition = opened(request, manual_id=manual_id, edition_id=edition_id)
    if number > edition.edition.page_count:
        raise Http404
    with library.unseen_is_absent():
        return edition, library.page_of(open_edition=edition, number=number)


def opened_at(request: HttpRequest, *, manual_id: int, edition_id: int, number: int) -> library.OpenEdition:
    """An edition that has a page of this number, without reading that page. Raises Http404."""
    opened_edition = opened(request, manual_id=manual_id, edition_id=edition_id)
    _has_page(opened_edition.edition, number)
    return opened_edition


def opened_file(request: HttpRequest, *, manual_id: int, edition_id: int, number: int) -> Edition:
    """The file of an edition that has a page of this number, for its image. Raises Http404."""
    with library.unseen_is_absent(manual_id, edition_id):
        edition = library.open_file(viewer=request_viewer(request), manual_id=manual_id, edition_id=edition_id)
    _has_page(edition, number)
    return edition


def _has_page(edition: Edition, number: int) -> None:
    if not 1 <= number <= edition.page_count:
        raise Http404
