"""The certificates of a manager's people, and of everybody for staff of the maker."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.certification import exporting, holding
from training.certification.models import Certification, CertificationScheme
from training.certification.presenting import held_rows
from training.certification.reminding import THRESHOLDS
from training.certification.words import STATES

PER_PAGE = 50


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Who holds what, and what ends soon. Nobody else's people."""
    rows, chosen = _chosen(request)
    viewer = request_viewer(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    held = Certification.objects.visible_to(viewer).order_by().values("scheme")
    context = {
        "page_obj": page,
        "rows": held_rows(page.object_list, day=timezone.localdate(viewer.at)),
        "schemes": CertificationScheme.objects.filter(pk__in=held).order_by("title"),
        "states": [(str(state), word) for state, word in STATES.items()],
        "thresholds": THRESHOLDS,
        "kept": kept.urlencode(),
        "manages": bool(viewer.managed_dealers),
        **chosen,
    }
    return render(request, "training_certification/team.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same choice as a table for a spreadsheet."""
    rows, _chosen_values = _chosen(request)
    day = timezone.localdate(request_viewer(request).at)
    answer = StreamingHttpResponse(
        exporting.lines(rows.iterator(chunk_size=500), day=day), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="certificates-{day.isoformat()}.csv"'
    return answer


def _chosen(request: HttpRequest) -> tuple[QuerySet[Certification], dict[str, object]]:
    """The certifications that the person asked for among those that they may see. Raises Http404 for who answers for
    nobody."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers and not viewer.everything:
        raise Http404
    words, state = request.GET.get("q", "")[:200], request.GET.get("state", "")
    scheme = _number(request.GET.get("scheme", ""), LARGEST_ID)
    within = _number(request.GET.get("within", ""), 3650)
    rows = holding.certifications(viewer=viewer, words=words, scheme_id=scheme, state=state, within=within)
    return rows, {"words": words, "state": state, "scheme": scheme, "within": within}


def _number(text: str, largest: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= largest else None
