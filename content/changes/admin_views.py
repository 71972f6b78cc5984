"""What changed, for authors in the CMS: also of editions that dealers may not see yet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.changes import making
from content.changes.models import Comparison
from content.changes.reading import MOST_EDITIONS
from content.changes.views import listing
from content.library.models import Edition


@require_safe
def edition_changes(request: HttpRequest, edition_id: int) -> HttpResponse:
    """What an edition changes against the one before it, or against the earlier one named by ?from=."""
    newer = _edition_for(request, edition_id)
    editions = _earlier(newer)
    older = _chosen(request, editions)
    comparison = making.ask(one=older, other=newer) if older is not None else None
    is_ready = comparison is not None and comparison.state == Comparison.State.READY
    context = {
        "manual": newer.manual,
        "newer": newer,
        "older": older,
        "editions": editions,
        "comparison": comparison,
        "header_title": _("What changed in %(label)s") % {"label": newer.label},
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("ingest:editions"), "label": _("Editions")},
            {"url": reverse("ingest:manual_editions", args=[newer.manual_id]), "label": newer.manual.title},
            {"url": "", "label": _("What changed"), "sublabel": f"{newer.manual.document_number} · {newer.label}"},
        ],
        **(listing(request, comparison, older, newer) if is_ready and comparison and older else {}),
    }
    return render(request, "changes/admin/edition.html", context)


@require_safe
def summary(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The numbers alone, for the list of editions; it asks again while they are being made."""
    newer = _edition_for(request, edition_id)
    older = next(iter(_earlier(newer)), None)
    comparison = making.ask(one=older, other=newer) if older is not None else None
    return render(request, "changes/admin/_summary.html", {"edition": newer, "older": older, "comparison": comparison})


def _chosen(request: HttpRequest, editions: list[Edition]) -> Edition | None:
    named = request.GET.get("from", "")
    if not named:
        return next(iter(editions), None)
    for edition in editions:
        if str(edition.pk) == named:
            return edition
    raise Http404


def _earlier(newer: Edition) -> list[Edition]:
    """The editions of the publication that can be compared and take effect before, newest first."""
    before = Q(effective_from__lt=newer.effective_from) | Q(effective_from=newer.effective_from, pk__lt=newer.pk)
    ready = Edition.objects.filter(before, manual_id=newer.manual_id, state=Edition.State.READY)
    ready = ready.filter(withdrawn_at__isnull=True).defer("outline")
    return list(ready.order_by("-effective_from", "-pk")[:MOST_EDITIONS])


def _edition_for(request: HttpRequest, edition_id: int) -> Edition:
    """A readable edition of a publication that the person may publish. Raises Http404, PermissionDenied."""
    editions = Edition.objects.filter(state=Edition.State.READY).select_related("manual").defer("outline")
    edition = get_object_or_404(editions, pk=edition_id)
    if not edition.manual.permissions_for_user(request.user).may_publish_here():
        raise PermissionDenied
    return edition
