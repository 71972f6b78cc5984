"""Enrolling from a file: upload, see what it would do, do it."""

from __future__ import annotations

import csv
import io
from collections import Counter

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.keys import LARGEST_ID
from training.enrolment import parsing, planning
from training.enrolment.models import EnrolmentFile
from training.enrolment.parsing import COLUMNS, FileRefused, lines_of
from training.enrolment.views.gate import enrolling_viewer, own_user

PER_PAGE = 100
FILES_PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV or XLSX file"), max_length=255)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """The form, and the person's own earlier files."""
    enrolling_viewer(request)
    user = own_user(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            lines = lines_of(sent.read(parsing.LARGEST + 1))
        except FileRefused as refused:
            form.add_error("file", refused.reason)
        else:
            file = planning.keep(actor=user, name=sent.name, lines=lines)
            return redirect("enrolment:file", file_id=file.pk)
    files = EnrolmentFile.objects.filter(by=user).defer("lines")
    context = {"form": form, "page_obj": Paginator(files, FILES_PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "training_enrolment/files.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: HttpRequest, file_id: int) -> HttpResponse:
    """What the person's file would do, line by line; on POST, done."""
    viewer, user = enrolling_viewer(request), own_user(request)
    file = EnrolmentFile.objects.filter(pk=file_id, by=user).first() if file_id <= LARGEST_ID else None
    if file is None:
        raise Http404
    if request.method == "POST":
        try:
            file = planning.apply(viewer=viewer, actor=user, file_id=file.pk)
        except planning.AlreadyApplied as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(
                request,
                _("Newly enrolled: %(made)d. Changed: %(changed)d. Refused: %(refused)d.")
                % {"made": file.made, "changed": file.changed, "refused": file.refused},
            )
        return redirect("enrolment:file", file_id=file_id)
    outcomes = planning.plan(viewer=viewer, lines=planning.read_lines(file))
    counts = Counter(one.kind for one in outcomes)
    show = request.GET.get("show", "")
    shown = [one for one in outcomes if one.kind == show] if show in counts else outcomes
    context = {
        "file": file,
        "counts": {kind: counts[kind] for kind in (planning.NEW, planning.CHANGED, planning.SAME, planning.REFUSED)},
        "to_do": counts[planning.NEW] + counts[planning.CHANGED],
        "page_obj": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "kept": f"show={show}" if show in counts else "",
    }
    return render(request, "training_enrolment/file.html", context)


@require_safe
@login_required
def template(request: HttpRequest, form: str) -> HttpResponse:
    """An empty file with the headings."""
    enrolling_viewer(request)
    if form == "csv":
        written = io.StringIO()
        csv.writer(written).writerow(COLUMNS)
        data, kind = b"\xef\xbb\xbf" + written.getvalue().encode(), "text/csv; charset=utf-8"
    elif form == "xlsx":
        data, kind = _empty_sheet(), XLSX
    else:
        raise Http404
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="enrolments.{form}"'}
    )


def _empty_sheet() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(list(COLUMNS))
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 28
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
