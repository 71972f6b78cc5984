"""The gate of these views: authors and managers; for everybody else there is nothing here."""

from __future__ import annotations

from django.http import HttpRequest

from content.insight.models import ThingReach
from content.insight.scope import Scope, scope_of, thing_in
from content.library.api import unseen_is_absent
from portal.network.api import request_viewer
from portal.network.models import User


def own_user(request: HttpRequest) -> User:
    """The person who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user


def opened_scope(request: HttpRequest) -> Scope:
    """What the person may see the reach of. Raises Http404."""
    with unseen_is_absent():
        return scope_of(viewer=request_viewer(request), user=own_user(request))


def opened_thing(request: HttpRequest, scope: Scope, *, kind: str, thing_id: int) -> ThingReach:
    """One thing of it. Raises Http404."""
    with unseen_is_absent(thing_id):
        return thing_in(scope, thing=kind, thing_id=thing_id)


def kept(request: HttpRequest, *, without: str = "page") -> str:
    """The parameters of the page but one, for links of the same page."""
    parameters = request.GET.copy()
    parameters.pop(without, None)
    return parameters.urlencode()
