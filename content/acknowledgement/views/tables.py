"""Taking a table away."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.acknowledgement import scope
from content.acknowledgement.exporting import TABLES, Asked, Table
from content.acknowledgement.reading.network import dealers_below
from content.acknowledgement.views.gate import (
    asked_dealer,
    asked_id,
    asked_region,
    edition_or_404,
    own_user,
    reporting_viewer,
)
from portal.core import events
from portal.core.spreadsheets import XLSX, csv_lines, write_xlsx

CSV = "csv"


@require_safe
@login_required
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    """A table of ?dealer=, ?region= or ?edition= as ?format= csv or xlsx."""
    if name not in TABLES:
        raise Http404
    asked, wanted = _asked(request), TABLES[name]
    if wanted.is_too_large(asked):
        messages.error(request, _("This table is too large. Take it for a dealer, a region or a publication."))
        return redirect("duties:network" if asked.viewer.everything else "duties:team")
    format = request.GET.get("format", CSV)
    if format not in (CSV, "xlsx"):
        raise Http404
    if request.method == "GET":
        facts: dict[str, object] = {"format": format, **{key: request.GET[key] for key in _NAMED if key in request.GET}}
        events.record(verb="export.taken", subject=f"duties:{name}", actor=own_user(request), data=facts)
    return _file(wanted, asked, f"{name}-{timezone.localdate():%Y-%m-%d}.{format}")


_NAMED = ("dealer", "region", "edition")


def _asked(request: HttpRequest) -> Asked:
    viewer = reporting_viewer(request)
    dealer, region = asked_dealer(request, viewer), asked_region(request, viewer)
    edition_id = asked_id(request, "edition")
    edition = edition_or_404(viewer, edition_id) if edition_id is not None else None
    at = scope.dealers(viewer=viewer)
    if dealer is not None:
        at = at.filter(pk=dealer.pk)
    elif region is not None:
        at = dealers_below(viewer=viewer, region=region)
    whole = viewer.everything and dealer is None and region is None
    return Asked(viewer, at, region, edition, whole)


def _file(wanted: Table, asked: Asked, name: str) -> HttpResponseBase:
    rows = wanted.written(asked)
    if name.endswith(CSV):
        answer: HttpResponseBase = StreamingHttpResponse(
            csv_lines(wanted.head, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
        write_xlsx(file, wanted.head, rows, sheet=str(wanted.title))
        file.seek(0)
        answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
