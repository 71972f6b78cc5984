"""The gate of the pages of duties: ids from outside, and a 404 for whatever is not the viewer's."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

from content.acknowledgement import scope
from content.library.api import unseen_is_absent
from content.library.models import Edition
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, request_viewer
from portal.network.models import Dealer, Region, User

PER_PAGE = 50


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def reporting_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who has people or is staff of the maker. Raises Http404."""
    with unseen_is_absent():
        return scope.reporting(viewer=request_viewer(request))


def staff_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who is staff of the maker. Raises Http404."""
    viewer = request_viewer(request)
    if not viewer.everything:
        raise Http404
    return viewer


def asked_id(request: HttpRequest, name: str) -> int | None:
    """An id among the parameters, None if it is not there. Raises Http404 for what is no id."""
    text = request.GET.get(name, "") or request.POST.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > LARGEST_ID:
        raise Http404
    return int(text)


def asked_dealer(request: HttpRequest, viewer: Viewer) -> Dealer | None:
    """The dealer that is named, of the viewer's. Raises Http404."""
    dealer_id = asked_id(request, "dealer")
    if dealer_id is None:
        return None
    with unseen_is_absent():
        return scope.dealer(viewer=viewer, dealer_id=dealer_id)


def asked_region(request: HttpRequest, viewer: Viewer) -> Region | None:
    """The region that is named. Raises Http404."""
    region_id = asked_id(request, "region")
    if region_id is None:
        return None
    with unseen_is_absent():
        return scope.region(viewer=viewer, region_id=region_id)


def edition_or_404(viewer: Viewer, edition_id: int) -> Edition:
    with unseen_is_absent(edition_id):
        return scope.publication(viewer=viewer, edition_id=edition_id)


def words_of(request: HttpRequest) -> str:
    """What is searched for."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page that is asked for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def kept_parameters(request: HttpRequest, *names: str) -> str:
    """The parameters of the page but its number, for the links of its paging; of `names` alone if given."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name in list(kept):
        if names and name not in names:
            del kept[name]
    return kept.urlencode()
