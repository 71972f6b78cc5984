"""Taking the tables away, as CSV while it is written or as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.insight import listing, tables
from content.insight.views.gate import opened_scope, opened_thing, own_user
from portal.core import events, spreadsheets

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": spreadsheets.XLSX}


@require_safe
@login_required
def things(request: HttpRequest) -> HttpResponseBase:
    """The list as it is narrowed."""
    scope = opened_scope(request)
    return _sent(request, "reach", *tables.things(scope, listing.Narrowing.read(request.GET)))


@require_safe
@login_required
def dealers(request: HttpRequest, kind: str, thing_id: int) -> HttpResponseBase:
    """The dealers of one thing."""
    scope = opened_scope(request)
    found = opened_thing(request, scope, kind=kind, thing_id=thing_id)
    return _sent(request, f"reach-{kind}-{thing_id}", *tables.dealers(scope, found))


@require_safe
@login_required
def every_dealer(request: HttpRequest) -> HttpResponseBase:
    """All dealers of all things of the list: as CSV alone, which leaves while it is read, however long it is."""
    scope = opened_scope(request)
    if request.GET.get("format", "csv") != "csv":
        raise Http404
    return _sent(request, "reach-dealers", *tables.every_dealer(scope, listing.Narrowing.read(request.GET)))


def _sent(request: HttpRequest, name: str, head: list[Any], rows: Iterable[Iterable[Any]]) -> HttpResponseBase:
    format = request.GET.get("format", "csv")
    if format not in CONTENT_TYPES:
        raise Http404
    if request.method == "GET":
        events.record(
            verb="export.taken", subject=f"table:{name}"[:120], actor=own_user(request), data={"format": format}
        )
    if format == "csv":
        lines = spreadsheets.csv_lines(head, rows)
        answer: HttpResponseBase = StreamingHttpResponse(lines, content_type=CONTENT_TYPES[format])
    else:
        file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
        spreadsheets.write_xlsx(file, head, rows)
        file.seek(0)
        answer = FileResponse(file, content_type=CONTENT_TYPES[format])
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{format}"
    answer["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
