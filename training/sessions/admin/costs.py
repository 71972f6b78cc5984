"""What the sessions of a year cost and brought in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from training.sessions.costs import sums_of, with_costs
from training.sessions.leading import led_by
from training.sessions.reading import month_span
from training.sessions.views.gate import own_user

PER_PAGE = 50


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The sessions that the person leads and that begin in a year, with their sums by currency."""
    asked = request.GET.get("year", "")
    now = timezone.localdate().year
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 and asked > "1999" else now
    first, after = month_span(chosen, 1)[0], month_span(chosen, 12)[1]
    rows = with_costs(led_by(own_user(request)).filter(starts_at__gte=first, starts_at__lt=after))
    context = {
        "year": chosen,
        "page_obj": Paginator(rows.order_by("-starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "sums": sums_of(rows),
        "kept": f"year={chosen}",
        "breadcrumbs_items": [{"url": "", "label": _("Costs of sessions")}],
        "header_title": _("Costs of sessions"),
        "header_icon": "table",
    }
    return render(request, "training_sessions/admin/costs.html", context)
