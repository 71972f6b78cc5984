"""The pages of question files in the CMS: choose a file, see what it would do, do it; and the way out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from portal.core import storage
from portal.network.authorship import departments_of
from portal.network.models import User
from training.bank.exchange import applying, exporting, receiving, sweeping
from training.bank.exchange.forms import ExportForm, ImportForm
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.template import template
from training.bank.exchange.values import FileRefused, Written

PER_PAGE = 50
MOST_SHOWN = 200
State = QuestionImport.State


def _person(request: HttpRequest) -> User:
    """Whoever writes questions of some department. Raises PermissionDenied for others."""
    if not isinstance(request.user, User) or not departments_of(request.user).exists():
        raise PermissionDenied
    return request.user


def _import(request: HttpRequest, import_id: uuid.UUID) -> QuestionImport:
    """An import into a category of the person's departments; 404 for any other."""
    mine = QuestionImport.objects.filter(category__department__in=departments_of(_person(request)))
    return get_object_or_404(mine.select_related("category__department", "created_by"), pk=import_id)


def index(request: HttpRequest) -> HttpResponse:
    """The form that takes a file in, and the imports that there were."""
    person = _person(request)
    form = ImportForm(request.POST or None, request.FILES or None, person=person, initial={"language": _language()})
    if request.method == "POST" and form.is_valid():
        try:
            batch = receiving.receive(
                actor=person,
                category=form.cleaned_data["category"],
                data=form.cleaned_data["file"].read(),
                file_name=form.cleaned_data["file"].name or "",
                language=form.cleaned_data["language"],
                keep_categories=form.cleaned_data["keep_categories"],
            )
        except FileRefused as refusal:
            form.add_error("file", refusal.reason)
        except storage.StorageUnavailable:
            form.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        else:
            return redirect("question_files:preview", batch.pk)
    mine = QuestionImport.objects.filter(category__department__in=departments_of(person))
    rows = mine.select_related("category", "created_by").defer("pictures")
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "header_title": _("Import questions"),
        "page_title": _("Import questions"),
        "header_icon": "upload",
    }
    return render(request, "bank_exchange/index.html", context)


def _language() -> str:
    return (get_language() or "en").lower()


@require_safe
def preview(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """What the file would do, or did, question by question."""
    batch = _import(request, import_id)
    outcome = request.GET.get("outcome", "")
    items = batch.items.select_related("question").defer("body", "facts")
    if outcome in ImportItem.Outcome.values:
        items = items.filter(outcome=outcome)
    context = {
        **_standing(batch),
        "page": Paginator(items, PER_PAGE).get_page(request.GET.get("p")),
        "outcome": outcome,
        "header_title": batch.file_name,
        "page_title": _("Import questions"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("question_files:index"), "label": _("Import questions")},
            {"url": "", "label": batch.file_name},
        ],
    }
    return render(request, "bank_exchange/preview.html", context)


def _standing(batch: QuestionImport) -> dict[str, Any]:
    """How far the import is, in numbers."""
    counts = batch.counts()
    todo = counts["new"] + counts["changed"]
    left = batch.items.filter(outcome__in=ImportItem.TO_DO, applied_at__isnull=True).count()
    names = dict(ImportItem.Outcome.choices)
    return {
        "batch": batch,
        "counts": [(key, names[key], count) for key, count in counts.items()],
        "total": sum(counts.values()),
        "todo": todo,
        "done": todo - left,
        "moving": batch.state in (State.READING, State.APPLYING),
        "expires_at": batch.moved_at + sweeping.LIFETIME if batch.state == State.READY else None,
    }


@require_safe
def progress(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The numbers alone, for the browser to ask again while something moves; the whole page when all is done."""
    batch = _import(request, import_id)
    if batch.state not in (State.READING, State.APPLYING):
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "bank_exchange/_standing.html", _standing(batch))


@require_POST
def begin(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Do what the page showed."""
    batch = _import(request, import_id)
    if batch.state == State.READY and batch.moved_at < timezone.now() - sweeping.LIFETIME:
        messages.error(request, _("The import was shown more than an hour ago. Upload the file again."))
        sweeping.drop(batch=batch)
        return redirect("question_files:index")
    try:
        applying.begin(batch=batch, actor=_person(request))
    except storage.StorageUnavailable:
        messages.error(request, _("The file store does not answer. The import goes on by itself when it does."))
    return redirect("question_files:preview", batch.pk)


@require_POST
def drop(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Forget an import; questions stay as they are."""
    sweeping.drop(batch=_import(request, import_id))
    messages.success(request, _("The import is forgotten. The questions stay as they are."))
    return redirect("question_files:index")


def export(request: HttpRequest) -> HttpResponse:
    """Choose what to export; see what the format loses; then take the file."""
    person = _person(request)
    asked = request.POST if request.method == "POST" else request.GET if "category" in request.GET else None
    form = ExportForm(asked, person=person, initial={"language": _language()})
    context: dict[str, Any] = {
        "form": form,
        "header_title": _("Export questions"),
        "page_title": _("Export questions"),
        "header_icon": "download",
    }
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        states = [chosen["state"]] if chosen["state"] else []
        rows = exporting.questions_of(chosen["category"], states)
        try:
            written = exporting.export(
                category=chosen["category"], target=chosen["target"], language=chosen["language"], states=states
            )
        except FileRefused as refusal:
            form.add_error("category", refusal.reason)
        except storage.StorageUnavailable:
            form.add_error(None, _("The file store does not answer. Try again in a minute."))
        else:
            if request.method == "POST":
                count = rows.count()
                exporting.record(category=chosen["category"], target=chosen["target"], actor=person, count=count)
                return _file(written, slugify(chosen["category"].name) or "questions")
            left_out = [loss for loss in written.losses if loss.left_out]
            context |= {
                "written": written,
                "total": rows.count(),
                "left_out": left_out[:MOST_SHOWN],
                "losses": [loss for loss in written.losses if not loss.left_out][:MOST_SHOWN],
                "lossy": len(written.losses) - len(left_out),
            }
    return render(request, "bank_exchange/export.html", context)


@require_GET
def table_template(request: HttpRequest, form: str) -> HttpResponse:
    """The table to fill in, with headings in the person's language."""
    _person(request)
    if form not in ("csv", "xlsx"):
        raise Http404
    return _file(template(form, language=_language()), "questions")


def _file(written: Written, name: str) -> HttpResponse:
    response = HttpResponse(written.data, content_type=written.content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{written.extension}") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
