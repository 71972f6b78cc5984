"""What a person reported, and what became of it; for managers what their dealership did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.feedback import reading, saying
from content.feedback.marked import marked_page
from content.feedback.models import Report
from content.feedback.subjects import EDITION, open_subject
from content.feedback.views.gate import own_user
from content.library.api import NotVisible, unseen_is_absent
from portal.core.errors import Refused
from portal.network.api import Viewer, request_viewer

PER_PAGE = 25


@require_safe
@login_required
@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """The person's own reports, or those of the dealership (?whose=dealership) for its managers."""
    viewer = request_viewer(request)
    theirs = bool(viewer.managed_dealers) and request.GET.get("whose") == "dealership"
    rows = reading.of_dealership(viewer=viewer) if theirs else reading.own(viewer=viewer)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "dealership": theirs,
        "manages": bool(viewer.managed_dealers),
        "kept": "whose=dealership" if theirs else "",
    }
    return render(request, "feedback/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report with what was marked and answered; its reporter says more by POST."""
    viewer, user = request_viewer(request), own_user(request)
    with unseen_is_absent(report_id):
        found = reading.report_for(viewer=viewer, report_id=report_id)
        if request.method == "POST":
            return _add(request, found)
    remarks = list(found.remarks.select_related("author"))
    context = {
        "report": found,
        "remarks": remarks,
        "is_own": found.reporter_id == user.pk,
        "may_add": found.reporter_id == user.pk and not found.is_closed,
        **_places(found, viewer, remarks),
    }
    return render(request, "feedback/report.html", context)


def _add(request: HttpRequest, found: Report) -> HttpResponse:
    """Raises NotVisible for who is not the reporter."""
    try:
        saying.add(actor=own_user(request), report_id=found.pk, text=request.POST.get("text", ""))
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Added."))
    return redirect("feedback:report", found.pk)


def _places(found: Report, viewer: Viewer, remarks: list[Any]) -> dict[str, Any]:
    """The page that was marked and the ways to it, as far as the viewer may see them today."""
    try:
        subject = open_subject(viewer=viewer, kind=found.about, id=found.about_id, place=found.place)
    except NotVisible:
        return {"url": "", "marked": None, "fixed_url": ""}
    fixed = found.fixed_in is not None and found.about == EDITION and found.fix_told_at is not None
    arguments = [found.manual_id, found.edition_id, found.place or 1]
    return {
        "url": subject.url,
        "marked": marked_page(subject, remarks),
        "fixed_url": reverse("reader:in_force", args=arguments) if fixed else "",
    }
