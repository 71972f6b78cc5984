"""Dealer figures in the CMS: a file is uploaded, looked at, and taken over."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from training.bank.api import departments_of
from training.evaluation.admin.forms import UploadForm
from training.evaluation.admin.gate import person
from training.evaluation.exporting import Cell, as_file
from training.evaluation.figures import planning, uploading
from training.evaluation.figures.sheets import LARGEST_BYTES
from training.evaluation.models import Figure, FigureUpload

PER_PAGE = 50
ROWS_PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of one's departments, and the form that uploads a file."""
    user = person(request)
    form = UploadForm(request.POST or None, request.FILES or None, person=user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = uploading.receive(
                actor=user,
                department=form.cleaned_data["department"],
                file_name=file.name,
                data=file.read(LARGEST_BYTES + 1),
            )
        except Refused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect("training_evaluation:upload", upload.pk)
    found = (
        Figure.objects.filter(department__in=departments_of(user))
        .select_related("department")
        .annotate(
            n=Count("values"),
            dealers=Count("values__dealer", distinct=True),
            first=Min("values__month"),
            last=Max("values__month"),
        )
        .order_by("name", "pk")
    )
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "form": form,
        "columns": ", ".join(planning.COLUMNS),
        "header_title": _("Evaluation"),
        "page_title": _("Dealer figures"),
        "header_icon": "history",
    }
    return render(request, "training_evaluation/admin/figures.html", context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A file with the columns and one row as an example."""
    example: list[Cell] = ["D0001", _("Repairs right at the first visit"), "2026-03", 87.5, "%"]
    return as_file("dealer-figures", "xlsx", planning.COLUMNS, [example])


def _own(request: HttpRequest, upload_id: int) -> FigureUpload:
    found = None
    if upload_id <= LARGEST_ID:
        found = FigureUpload.objects.filter(pk=upload_id, department__in=departments_of(person(request))).first()
    if found is None:
        raise Http404
    return found


@require_safe
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What a file would do, row by row; what is wrong comes first."""
    found = _own(request, upload_id)
    rows = sorted(
        found.rows, key=lambda row: (row["does"] != planning.WRONG, row["does"] == planning.SAME, row["line"])
    )
    counts = Counter(row["does"] for row in found.rows)
    title = _("Look over the figures")
    context: dict[str, Any] = {
        "upload": found,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p")),
        "new": counts[planning.NEW],
        "changed": counts[planning.CHANGED],
        "same": counts[planning.SAME],
        "wrong": counts[planning.WRONG],
        "to_take": counts[planning.NEW] + counts[planning.CHANGED],
        "header_title": title,
        "page_title": title,
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("training_evaluation:figures"), "label": _("Dealer figures")},
            {"url": "", "label": found.file_name},
        ],
    }
    return render(request, "training_evaluation/admin/upload.html", context)


@require_POST
def take_over(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Take the figures over."""
    found = _own(request, upload_id)
    try:
        count = uploading.apply(actor=person(request), upload_id=found.pk)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("training_evaluation:upload", found.pk)
    messages.success(request, _("%(count)s values were taken over.") % {"count": count})
    return redirect("training_evaluation:figures")
