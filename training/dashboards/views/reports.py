"""Taking tables away: at once, as a file, or by mail each week or month."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from portal.core import events
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from training.dashboards import exporting, reporting
from training.dashboards.models import Export, Format, ReportSubscription
from training.dashboards.tables.contents import TABLES
from training.dashboards.tables.shape import Table, asked_dealers
from training.dashboards.tables.writing import CONTENT_TYPES, csv_lines, write_open
from training.needs import scope
from training.needs.views.gate import asked_id, own_user, page_of, reporting_viewer

FILES_SHOWN = 20


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The tables that there are, the files and the reports that one has."""
    reporting_viewer(request)
    user = own_user(request)
    ordered = ReportSubscription.objects.filter(user=user).order_by("table", "pk")
    page = page_of(request, Export.objects.filter(user=user).order_by("-asked_at", "-pk"), per_page=FILES_SHOWN)
    context = {
        "tables": TABLES.values(),
        "formats": Format.choices,
        "everies": ReportSubscription.Every.choices,
        "ordered": [(one, TABLES[one.table]) for one in ordered if one.table in TABLES],
        "page_obj": page,
        "files": [(one, TABLES[one.table]) for one in page if one.table in TABLES],
    }
    return render(request, "training_dashboards/reports.html", context)


@require_safe
@login_required
def table(request: HttpRequest, table: str) -> HttpResponseBase:
    """A table as a file: in the answer if it is small, else written by a job."""
    viewer = reporting_viewer(request)
    format = request.GET.get("format", Format.CSV)
    filters = {name: found for name in ("dealer", "region") if (found := asked_id(request, name)) is not None}
    try:
        wanted = exporting.table_for(viewer=viewer, name=table)
        at = asked_dealers(viewer=viewer, filters=filters)
    except scope.NotVisible:
        raise Http404 from None
    if format not in Format.values:
        raise Http404
    user = own_user(request)
    if wanted.size(viewer, at) <= exporting.AT_ONCE_ROWS:
        events.record(verb="export.taken", subject=f"table:{table}", actor=user, data={"format": format, **filters})
        return _at_once(wanted, wanted.rows(viewer, at), format)
    try:
        exporting.ask(viewer=viewer, user=user, table=table, format=format, filters=filters)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The file is being written. A notice tells you when it is ready."))
    return redirect("dashboards:reports")


def _at_once(table: Table, rows: Any, format: str) -> HttpResponseBase:
    name = f"{table.name}-{timezone.localdate():%Y-%m-%d}.{format}"
    if format == Format.CSV:
        answer: HttpResponseBase = StreamingHttpResponse(csv_lines(table, rows), content_type=CONTENT_TYPES[format])
    else:
        file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
        write_open(table, rows, file=file)
        file.seek(0)
        answer = FileResponse(file, content_type=CONTENT_TYPES[format])
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@login_required
def export(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A file of one's own, as long as one may see what it holds."""
    viewer = reporting_viewer(request)
    try:
        found = exporting.export_of(viewer=viewer, key=key)
    except scope.NotVisible:
        raise Http404 from None
    return delivery.send_file(
        request,
        name=found.stored_as,
        size=found.size,
        sha256=found.sha256,
        content_type=CONTENT_TYPES[found.format],
        filename=f"{Path(found.table).name}-{timezone.localdate(found.ready_at):%Y-%m-%d}.{found.format}",
    )


@require_POST
@login_required
def order(request: HttpRequest) -> HttpResponse:
    """Order a report by mail."""
    viewer = reporting_viewer(request)
    answers = {name: request.POST.get(name, "")[:30] for name in ("table", "format", "every")}
    try:
        reporting.subscribe(viewer=viewer, user=own_user(request), **answers)
    except scope.NotVisible:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The report is ordered."))
    return redirect("dashboards:reports")


@require_POST
@login_required
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """End a report."""
    if subscription_id > LARGEST_ID or not reporting.unsubscribe(
        user=own_user(request), subscription_id=subscription_id
    ):
        raise Http404
    messages.success(request, _("The report has ended."))
    return redirect("dashboards:reports")
