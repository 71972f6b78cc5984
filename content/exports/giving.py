"""Taking a table away: CSV leaves while it is read, however long it is; so does a small XLSX. A big one is written by a
job, and its owner is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.exports.models import Export, Format
from content.exports.tables import Opened, open_table
from content.exports.writing import CONTENT_TYPES, WRITE, file_name
from content.library.api import unseen_is_absent
from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.core.spreadsheets import csv_lines, write_xlsx
from portal.network.api import request_viewer
from portal.network.models import User

AT_ONCE_ROWS = 5000
"""Up to so many rows an XLSX file is made in the answer."""
MOST_WAITING = 5


class ExportRefused(Refused):
    """The table is not written; the reason says why."""


def give(request: HttpRequest, *, table: str, asked: Mapping[str, Any], format: str = "") -> HttpResponseBase:
    """The table as `format`, else as ?format= csv or xlsx, to who is signed in; or the page of their files, where it
    will be. Raises Http404."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required)
    with unseen_is_absent():
        opened = open_table(viewer=request_viewer(request), user=user, name=table, asked=asked)
    format = format or request.GET.get("format", Format.CSV)
    if format not in Format.values:
        raise Http404
    if format == Format.CSV or (size := opened.size()) <= AT_ONCE_ROWS:
        if request.method == "GET":
            facts: dict[str, object] = {"format": format, **asked}
            events.record(verb="export.taken", subject=f"table:{table}", actor=user, data=facts)
        return _at_once(opened, format)
    if request.method == "GET":
        try:
            ask(user=user, table=table, asked=asked, format=format, total=size)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _written_later(size))
    return redirect("exports:files")


def _written_later(size: int) -> str:
    return ngettext(
        "The file has %(rows)s row and is being written. A notice tells you when it is ready.",
        "The file has %(rows)s rows and is being written. A notice tells you when it is ready.",
        size,
    ) % {"rows": size}


@transaction.atomic
def ask(*, user: User, table: str, asked: Mapping[str, Any], format: str, total: int = 0, tells: bool = True) -> Export:
    """Have a file written; one that is being written already is that one. Raises ExportRefused."""
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()
    waiting = Export.objects.filter(user=user, state=Export.State.WAITING, tells=True)
    if tells:
        same = waiting.filter(table=table, format=format)
        if found := next((one for one in same if one.asked == dict(asked)), None):
            return found
        if waiting.count() >= MOST_WAITING:
            raise ExportRefused(_("Your other files are being written. Wait for one of them."))
    export = Export.objects.create(user=user, table=table, asked=dict(asked), format=format, total=total, tells=tells)
    events.record(verb="export.asked", subject=f"export:{export.pk}", actor=user, data={"table": table, **asked})
    send_after_commit(WRITE, export.pk)
    return export


def _at_once(opened: Opened, format: str) -> HttpResponseBase:
    if format == Format.CSV:
        lines = csv_lines(opened.head, opened.rows())
        answer: HttpResponseBase = StreamingHttpResponse(lines, content_type=CONTENT_TYPES[format])
    else:
        file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
        write_xlsx(file, opened.head, opened.rows(), sheet=opened.title)
        file.seek(0)
        answer = FileResponse(file, content_type=CONTENT_TYPES[format])
    name = file_name(opened, day=timezone.localdate(), format=format)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
