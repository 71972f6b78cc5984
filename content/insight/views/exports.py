"""Taking the tables away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from content.exports import api as exports
from content.insight import tables
from content.library.api import unseen_is_absent

_NARROWING = ("kind", "q", "past", "unused", "sort")


@require_safe
@login_required
def things(request: HttpRequest) -> HttpResponseBase:
    """The list as it is narrowed."""
    return exports.give(request, table=tables.THINGS, asked=_narrowing(request))


@require_safe
@login_required
def dealers(request: HttpRequest, kind: str, thing_id: int) -> HttpResponseBase:
    """The dealers of one thing."""
    with unseen_is_absent(thing_id):
        return exports.give(request, table=tables.DEALERS, asked={"kind": kind, "id": thing_id})


@require_safe
@login_required
def every_dealer(request: HttpRequest) -> HttpResponseBase:
    """All dealers of all things of the list."""
    return exports.give(request, table=tables.EVERY_DEALER, asked=_narrowing(request))


def _narrowing(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name][:100] for name in _NARROWING if request.GET.get(name)}
