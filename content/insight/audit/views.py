"""The audit in the CMS: a list, what holds of it, and taking it away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.insight.audit import reading
from content.insight.audit.reading import MAY_AUDIT, Asked
from portal.core import events as recording
from portal.core import spreadsheets
from portal.core.models import Event, EventSeal
from portal.network.models import User

KEPT = ("verb", "person", "subject", "from", "to")
AT_ONCE = 2000


def _administrator(request: HttpRequest) -> User:
    """Raises PermissionDenied for everybody else."""
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    if not request.user.has_perm(MAY_AUDIT):
        raise PermissionDenied
    return request.user


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The events by what is asked for, newest first."""
    _administrator(request)
    asked = Asked.read(request.GET)
    rows, before = reading.page(asked)
    context = {
        "rows": [(row, json.dumps(row.data, ensure_ascii=False, sort_keys=True) if row.data else "") for row in rows],
        "asked": asked,
        "before": before,
        "kept": urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)}),
        "seal": EventSeal.objects.last(),
        "header_title": _("Audit"),
        "page_title": _("Audit"),
        "header_icon": "history",
    }
    return render(request, "insight/audit/events.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """All of them as CSV, which leaves while it is read. That it was taken is an event as well."""
    user = _administrator(request)
    asked = {name: request.GET.get(name, "")[:150] for name in KEPT if request.GET.get(name)}
    rows = reading.found(Asked.read(asked))
    if request.method == "GET":
        recording.record(verb="audit.exported", subject="audit:events", actor=user, data={**asked})
    head = [_("When"), _("Person"), _("What"), _("About"), _("Details"), _("Number")]
    answer = StreamingHttpResponse(
        spreadsheets.csv_lines(head, _lines(rows.iterator(chunk_size=AT_ONCE))), content_type="text/csv; charset=utf-8"
    )
    filename = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _lines(rows: Iterator[Event]) -> Iterator[list[Any]]:
    for row in rows:
        at = timezone.localtime(row.at).replace(tzinfo=None, microsecond=0)
        person = row.actor.username if row.actor else ""
        yield [at, person, row.verb, row.subject, json.dumps(row.data, ensure_ascii=False, sort_keys=True), row.pk]
