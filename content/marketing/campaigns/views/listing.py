"""The campaigns of a person: what runs, what comes, and for the maker's staff what has ended."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from content.marketing.assets.api import assets_visible
from content.marketing.campaigns import reading
from content.marketing.campaigns.front import tasks_waiting
from content.marketing.campaigns.story import within
from content.marketing.campaigns.views.gate import kept
from portal.network.api import request_viewer

PER_PAGE = 24
SHELVES = {
    "running": (_("Running"), reading.campaigns_running),
    "coming": (_("Coming"), reading.campaigns_coming),
    "ended": (_("Ended"), reading.campaigns_ended),
}


@require_safe
@login_required
def campaign_list(request: HttpRequest) -> HttpResponse:
    """One of the three shelves, each paged; the archive is there for the maker's staff alone."""
    viewer = request_viewer(request)
    shelves = {name: shelf for name, shelf in SHELVES.items() if name != "ended" or viewer.everything}
    chosen = request.GET.get("show", "running")
    chosen = chosen if chosen in shelves else "running"
    page = Paginator(shelves[chosen][1](viewer=viewer), PER_PAGE).get_page(request.GET.get("page"))
    shows_pictures = chosen == "running"
    seen = within(assets_visible(viewer=viewer))
    heroes = seen(one.hero_id or 0 for one in page) if shows_pictures else {}
    context = {
        "shelves": [(name, title) for name, (title, _rows) in shelves.items()],
        "chosen": chosen,
        "page_obj": page,
        "kept": kept(request),
        "rows": [(one, heroes.get(one.hero_id or 0)) for one in page],
        "waiting": tasks_waiting(viewer=viewer),
    }
    return render(request, "marketing_campaigns/list.html", context)
