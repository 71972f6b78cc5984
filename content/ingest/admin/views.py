"""The pages and actions of editions in the CMS."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.ingest.admin.forms import EditionForm, WithdrawForm
from content.ingest.admin.listing import rows
from content.ingest.admin.permissions import manual_for, manuals_of
from content.ingest.admin.underway import underway
from content.ingest.models import Conversion
from content.library import api as library
from content.library.models import Edition, Manual
from portal.core import outbox, storage
from portal.core.errors import Refused
from portal.network.models import User

PER_PAGE = 50


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    return request.user


def manual_editions(request: HttpRequest, manual_id: int) -> HttpResponse:
    """The editions of a manual, and the form that adds one."""
    manual = manual_for(request, manual_id)
    form = EditionForm(request.POST or None, request.FILES or None, person=_person(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = form.save(manual=manual)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        except storage.StorageUnavailable:
            form.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        else:
            messages.success(request, _received(made))
            return redirect("ingest:manual_editions", manual.pk)
    context = {
        "manual": manual,
        "form": form,
        "now": timezone.now(),
        "header_title": _("Editions of %(title)s") % {"title": manual.title},
        "header_icon": "doc-full",
        "breadcrumbs_items": _trail(manual),
        **_table(request, manual),
    }
    return render(request, "ingest/admin/manual_editions.html", context)


def _received(made: Edition | Conversion) -> str:
    if isinstance(made, Conversion):
        return _("%(name)s was received and is being converted to PDF.") % {"name": made.original_name}
    return _("Edition %(label)s was received and is being read.") % {"label": made.label}


def _trail(manual: Manual) -> list[dict[str, str]]:
    return [
        {"url": reverse("ingest:editions"), "label": _("Editions")},
        {"url": reverse("wagtailadmin_pages:edit", args=[manual.pk]), "label": manual.title},
        {"url": "", "label": _("Editions"), "sublabel": manual.document_number},
    ]


def _table(request: HttpRequest, manual: Manual | None = None) -> dict[str, object]:
    """A page of editions, of one manual or of all that the person may change."""
    editions = Edition.objects.select_related("manual", "uploaded_by", "superseded_by").defer("outline")
    editions = editions.filter(manual=manual) if manual else editions.filter(manual__in=manuals_of(request))
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in Edition.State.values:
        editions = editions.filter(state=state)
    if words:
        editions = editions.filter(
            Q(manual__title__icontains=words) | Q(manual__document_number__icontains=words) | Q(label__icontains=words)
        )
    order = ("-effective_from", "-pk") if manual else ("-received_at", "-pk")
    page = Paginator(editions.order_by(*order), PER_PAGE).get_page(request.GET.get("p"))
    listed = rows(page.object_list)
    coming = underway(Manual.objects.filter(pk=manual.pk) if manual else manuals_of(request))
    return {
        "page": page,
        "rows": listed,
        "coming": coming,
        "moving": any(row.is_moving for row in listed) or any(not one.failed for one in coming),
        "state": state,
        "words": words,
        "now": timezone.now(),
    }


@require_safe
def manual_editions_table(request: HttpRequest, manual_id: int) -> HttpResponse:
    """The table alone, for the browser to ask again while something moves."""
    manual = manual_for(request, manual_id)
    return render(request, "ingest/admin/_table.html", {"manual": manual, **_table(request, manual)})


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """All editions that the person may change: what is being read, what failed, and whether search is behind."""
    context = {
        **_table(request),
        "states": Edition.State.choices,
        "late": outbox.late()[:20],
        "header_title": _("Editions"),
        "page_title": _("Editions"),
        "header_icon": "doc-full",
    }
    return render(request, "ingest/admin/editions.html", context)


@require_safe
def editions_table(request: HttpRequest) -> HttpResponse:
    """The table alone."""
    return render(request, "ingest/admin/_table.html", _table(request))


@require_POST
def retry(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Read a failed edition again."""
    edition = _edition_for(request, edition_id)
    try:
        library.retry(edition_id=edition.pk, actor=_person(request))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Edition %(label)s is being read again.") % {"label": edition.label})
    return redirect("ingest:manual_editions", edition.manual_id)


def withdraw(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Ask why, then take an edition back."""
    edition = _edition_for(request, edition_id)
    form = WithdrawForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"edition": edition, "manual": edition.manual, "header_title": _("Withdraw an edition"), "form": form}
        return render(request, "ingest/admin/withdraw.html", context)
    try:
        library.withdraw(edition_id=edition.pk, actor=_person(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Edition %(label)s is withdrawn.") % {"label": edition.label})
    return redirect("ingest:manual_editions", edition.manual_id)


def _edition_for(request: HttpRequest, edition_id: int) -> Edition:
    edition = get_object_or_404(Edition.objects.select_related("manual"), pk=edition_id)
    manual_for(request, edition.manual_id)
    return edition
