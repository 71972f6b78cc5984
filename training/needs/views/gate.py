"""The gate of the pages of needs and dashboards: ids from outside, and a 404 for whatever is not the viewer's."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, request_viewer
from portal.network.models import Dealer, User
from training.needs import scope

PER_PAGE = 50


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def staff_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who is staff of the maker. Raises Http404."""
    viewer = request_viewer(request)
    if not viewer.everything:
        raise Http404
    return viewer


def reporting_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who is a manager or staff of the maker. Raises Http404."""
    viewer = request_viewer(request)
    if not viewer.everything and not viewer.managed_dealers:
        raise Http404
    return viewer


def asked_id(request: HttpRequest, name: str) -> int | None:
    """An id among the parameters, None if it is not there. Raises Http404 for what is no id."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > LARGEST_ID:
        raise Http404
    return int(text)


def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE, count: int | None = None) -> Page[Any]:
    """The page that is asked for. `count` is how many rows there are, if that is known."""
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def kept_parameters(request: HttpRequest) -> str:
    """The parameters of the page but its number, for the links of its paging."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def dealer_or_404(viewer: Viewer, dealer_id: int) -> Dealer:
    if dealer_id > LARGEST_ID:
        raise Http404
    try:
        return scope.dealer(viewer=viewer, dealer_id=dealer_id)
    except scope.NotVisible:
        raise Http404 from None


def person_or_404(viewer: Viewer, user_id: int) -> User:
    if user_id > LARGEST_ID:
        raise Http404
    try:
        return scope.person(viewer=viewer, user_id=user_id)
    except scope.NotVisible:
        raise Http404 from None
