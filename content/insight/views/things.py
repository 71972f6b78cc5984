"""All things that were sent out, with their reach."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.insight import listing
from content.insight.kinds import KINDS
from content.insight.views.gate import kept, opened_scope

PER_PAGE = 50


@require_safe
@login_required
@never_cache
def things(request: HttpRequest) -> HttpResponse:
    """The list, narrowed and sorted by the parameters."""
    scope = opened_scope(request)
    narrowing = listing.Narrowing.read(request.GET)
    page = Paginator(listing.listed(scope, narrowing), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": listing.rows(scope, page),
        "narrowing": narrowing,
        "kinds": [(kind.name, kind.title) for kind in KINDS.values()] if len(KINDS) > 1 else [],
        "columns": _columns(narrowing, theirs=scope.dealers is not None),
        "theirs": scope.dealers is not None,
        "kept": kept(request),
        "kept_sort": kept(request, without="sort"),
    }
    return render(request, "insight/things.html", context)


def _columns(narrowing: listing.Narrowing, *, theirs: bool) -> list[dict[str, str]]:
    """The columns of numbers, each with the way in which a click sorts by it: the highest first, then the other way.
    Whom a thing is meant for at a dealership is not known before the page is."""
    names = {
        "targeted": pgettext("people", "Targeted"),
        "told": pgettext("people", "Told"),
        "seen": pgettext("people", "Seen"),
        "taken": pgettext("people", "Taken"),
        "confirmed": pgettext("people", "Confirmed"),
        "share": _("Share that saw it"),
    }
    found = []
    for key, name in names.items():
        sort = f"{key}" if narrowing.sort == f"-{key}" else f"-{key}"
        shown = {f"-{key}": "descending", key: "ascending"}.get(narrowing.sort, "")
        sortable = not (theirs and key in ("targeted", "share"))
        found.append({"name": name, "sort": sort if sortable else "", "order": shown})
    return found
