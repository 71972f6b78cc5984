"""The gate of these pages: who may come in, and which ids were chosen."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portal.network.api import Viewer, request_viewer
from portal.network.models import User

MOST_CHOSEN = 200


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def managing_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who manages a dealer today. Raises Http404."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers:
        raise Http404
    return viewer


def enrolling_viewer(request: HttpRequest) -> Viewer:
    """The viewer, who manages a dealer today or is staff of the maker. Raises Http404."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers and not viewer.everything:
        raise Http404
    return viewer


def small_id(text: str) -> int | None:
    """The id that was written, if it can be one."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else None


def chosen(request: HttpRequest, name: str) -> list[int]:
    """The ids that were ticked. Raises Http404 when one is none, or when there are more than a page shows."""
    written = request.POST.getlist(name)
    ids = [small_id(text) for text in written]
    if len(ids) > MOST_CHOSEN or None in ids:
        raise Http404
    return [one for one in ids if one is not None]


def kept_query(request: HttpRequest) -> str:
    """The filters of the address, for the links to other pages."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
