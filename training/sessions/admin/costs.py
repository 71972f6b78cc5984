"""What the sessions of a year cost and brought in."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.spreadsheets import csv_lines
from training.sessions.admin.gate import led_session
from training.sessions.costs import by_dealer, by_session, sums_of, with_costs
from training.sessions.leading import led_by
from training.sessions.models import Session
from training.sessions.reading import month_span
from training.sessions.views.gate import own_user

PER_PAGE = 50


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The sessions that the person leads and that begin in a year, with their sums by currency."""
    chosen = _chosen(request)
    rows = _sessions(request, chosen)
    context = {
        "year": chosen,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "sums": sums_of(rows),
        "kept": f"year={chosen}",
        "breadcrumbs_items": [{"url": "", "label": _("Costs of sessions")}],
        "header_title": _("Costs of sessions"),
        "header_icon": "table",
    }
    return render(request, "training_sessions/admin/costs.html", context)


@require_safe
def year_file(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, a row for each session."""
    chosen = _chosen(request)
    head = (
        _("Session"),
        _("Begins"),
        _("Seats owed"),
        _("Price"),
        _("Owed"),
        _("Expenses"),
        _("Balance"),
        _("Currency"),
    )
    return _file(f"costs-{chosen}", csv_lines(head, by_session(_sessions(request, chosen))))


@require_safe
def session_file(request: HttpRequest, session_id: int) -> HttpResponseBase:
    """Who owes what for a session, as CSV."""
    _user, session = led_session(request, session_id)
    head = _("Dealer"), _("Seats"), _("Cancelled late"), _("Price"), _("Owed"), _("Currency")
    return _file(f"costs-session-{session.pk}", csv_lines(head, by_dealer(session)))


def _chosen(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    fits = asked.isascii() and asked.isdecimal() and len(asked) == 4 and asked > "1999"
    return int(asked) if fits else timezone.localdate().year


def _sessions(request: HttpRequest, chosen: int) -> QuerySet[Session]:
    first, after = month_span(chosen, 1)[0], month_span(chosen, 12)[1]
    rows = led_by(own_user(request)).filter(starts_at__gte=first, starts_at__lt=after)
    return with_costs(rows).order_by("-starts_at", "-pk")


def _file(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
