"""A manager's on-the-job checks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.courses.views.gate import own_user
from training.evaluation import checks
from training.evaluation.models import JobCheck

PER_PAGE = 30
MOST_RATED = 20


@require_safe
@login_required
def check_list(request: HttpRequest) -> HttpResponse:
    """What waits for the manager, and what was rated lately."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers:
        raise Http404
    context = {
        "page_obj": Paginator(checks.checks(viewer=viewer), PER_PAGE).get_page(request.GET.get("page")),
        "rated": checks.rated(viewer=viewer)[:MOST_RATED],
    }
    return render(request, "training_evaluation/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    """One person after one course: the statements, and their ratings."""
    viewer = request_viewer(request)
    try:
        found = checks.check(viewer=viewer, check_id=min(check_id, LARGEST_ID))
    except checks.NoSuchCheck:
        raise Http404 from None
    if request.method == "POST":
        try:
            checks.rate(
                viewer=viewer,
                actor=own_user(request),
                check_id=found.pk,
                ratings=[_rating(request.POST.get(f"s{at}", "")) for at in range(len(found.statements))],
                comment=request.POST.get("comment", ""),
            )
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, _("Thank you. Your ratings are kept."))
            return redirect("evaluation:checks")
    return render(request, "training_evaluation/check.html", _context(request, found))


def _context(request: HttpRequest, found: JobCheck) -> dict[str, object]:
    ratings = found.ratings or [None] * len(found.statements)
    given = [request.POST.get(f"s{at}", "") for at in range(len(found.statements))]
    return {
        "check": found,
        "rows": list(zip(range(len(ratings)), found.statements, ratings, given, strict=True)),
        "scale": [str(value) for value in range(checks.LOWEST, checks.HIGHEST + 1)],
        "comment": request.POST.get("comment", ""),
        "longest": checks.LONGEST_COMMENT,
    }


def _rating(value: str) -> int | None:
    """What a field says: none for what could not be seen; 0, which is refused, for anything else than a digit."""
    if value == "none":
        return None
    return int(value) if value in {"1", "2", "3", "4", "5"} else 0
