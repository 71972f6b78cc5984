"""The reach of one thing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.delivery.api import What
from content.insight import detail
from content.insight.detail import Place
from content.insight.kinds import KINDS
from content.insight.models import ThingReach
from content.insight.scope import Scope
from content.insight.views.gate import kept, opened_scope, opened_thing
from content.library.api import unseen_is_absent

PER_PAGE = 50


@require_safe
@login_required
@never_cache
def thing(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    """Whom it is meant for and has come to: over all, by region and dealer, over time; to a manager, their people."""
    scope = opened_scope(request)
    found = opened_thing(request, scope, kind=kind, thing_id=thing_id)
    with unseen_is_absent():
        region = detail.region_named(request.GET.get("region", "")) if scope.dealers is None else None
    dealers = detail.dealers_of(scope, found)
    here = [one for one in dealers if region is None or one.path.startswith(region.path)]
    total = detail.whole(here)
    days = detail.days(scope, found, until=timezone.localdate())
    context = {
        "thing": found,
        "kind": KINDS[found.thing],
        "url": KINDS[found.thing].url(found.target_id, found.thing_id),
        "theirs": scope.dealers is not None,
        "total": total,
        "funnel": [(name, total.counts[key]) for key, name in _steps().items()],
        "funnel_plot": _funnel_plot(total),
        "days": [day for day in days if any(day[what.value] for what in What)],
        "days_plot": _days_plot(days),
        "region": region,
        "lineage": detail.lineage(region),
        "regions": detail.regions(here, below=region) if scope.dealers is None else [],
        "kept": kept(request),
        **_listed(request, scope, found, here),
    }
    return render(request, "insight/thing.html", context)


def _listed(request: HttpRequest, scope: Scope, found: ThingReach, here: list[Place]) -> dict[str, Any]:
    """A page of dealers, the least reached first, or of a manager's people."""
    if scope.dealers is not None:
        people = Paginator(detail.team(scope, found), PER_PAGE).get_page(request.GET.get("page"))
        return {"page_obj": people, "people": detail.standings(found, people)}
    unused = request.GET.get("unused") == "1"
    rows = [one for one in here if not (unused and one.counts["seen"])]
    rows.sort(key=lambda one: (one.share is None, one.share or 0.0, one.name, one.id))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "unused": unused, "dealers_unused": sum(not one.counts["seen"] for one in here)}


def _steps() -> dict[str, str]:
    return {
        "targeted": pgettext("people", "Targeted"),
        "told": pgettext("people", "Told"),
        "seen": pgettext("people", "Seen"),
        "taken": pgettext("people", "Taken"),
        "confirmed": pgettext("people", "Confirmed"),
    }


def _funnel_plot(total: Place) -> dict[str, Any]:
    steps = _steps()
    return {
        "type": "bar",
        "horizontal": True,
        "labels": list(steps.values()),
        "series": [{"label": _("People"), "data": [total.counts[key] for key in steps]}],
    }


def _days_plot(days: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "line",
        "labels": [formats.date_format(day["day"], "SHORT_DATE_FORMAT") for day in days],
        "series": [{"label": str(what.label), "data": [day[what.value] for day in days]} for what in What],
        "y": _("People"),
    }
