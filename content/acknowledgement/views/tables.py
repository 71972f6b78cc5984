"""Taking a table away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from content.acknowledgement.exporting import name_of
from content.acknowledgement.views.gate import asked_id
from content.exports import api as exports

_NAMED = ("dealer", "region", "edition")


@require_safe
@login_required
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    """A table of ?dealer=, ?region= or ?edition= as ?format= csv or xlsx."""
    asked = {one: found for one in _NAMED if (found := asked_id(request, one)) is not None}
    return exports.give(request, table=name_of(name), asked=asked)
