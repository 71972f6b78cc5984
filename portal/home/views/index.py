"""The first page after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.acknowledgement.api import waiting
from content.bulletins.api import bulletins_in_force
from content.library.api import manuals_in_force
from content.reader.api import recent
from portal.home import browsing
from portal.home.dashboard import dashboard
from portal.home.learning import learning
from portal.network.api import request_viewer
from portal.network.models import User

NEWEST_SHOWN = 12
RECENT_SHOWN = 4
BULLETINS_SHOWN = 5


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Search, what the person was reading, what is new for them, and the ways to browse; for OEM staff also the state
    of the library. The number of statements does not depend on how much there is."""
    viewer, user = request_viewer(request), request.user
    if not viewer.everything and not viewer.standings:
        return render(request, "home/no_membership.html")
    person = user if isinstance(user, User) and not viewer.everything else None
    context = {
        "now": viewer.at,
        "duties": waiting(viewer=viewer, user=person) if person else None,
        "learning": learning(viewer=viewer, user=person) if person else None,
        "recent": recent(viewer=viewer, limit=RECENT_SHOWN),
        "bulletins": bulletins_in_force(viewer=viewer)[:BULLETINS_SHOWN],
        "newest": manuals_in_force(viewer=viewer)[:NEWEST_SHOWN],
        "brands": browsing.brands(viewer=viewer),
        "types": browsing.types(viewer=viewer),
        "dashboard": dashboard() if viewer.everything else None,
    }
    return render(request, "home/index.html", context)
