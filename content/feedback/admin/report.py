"""One report in the CMS: what was said and marked, and what the department does about it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.feedback import handling, reading
from content.feedback.admin.people import colleagues, person_of
from content.feedback.marked import marked_page
from content.feedback.models import Report
from content.feedback.subjects import Subject, open_subject
from content.library.api import NotVisible, unseen_is_absent
from content.library.models import Edition
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User

MOST_EDITIONS = 50


@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """What was reported, where, and the steps that can be taken."""
    user = person_of(request)
    with unseen_is_absent(report_id):
        found = reading.in_inbox(user=user, report_id=report_id)
    remarks = list(found.remarks.select_related("author"))
    subject = _subject(request, found)
    context = {
        "report": found,
        "remarks": remarks,
        "url": subject.url if subject else "",
        "marked": marked_page(subject, remarks) if subject else None,
        "colleagues": colleagues(user, department_id=found.department_id),
        "editions": fixing_editions(found),
        "header_title": _("Report on %(title)s") % {"title": found.title},
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("feedback_desk:inbox"), "label": _("Feedback")},
            {"url": "", "label": found.title, "sublabel": found.document_number},
        ],
    }
    return render(request, "feedback/admin/report.html", context)


def fixing_editions(found: Report) -> list[Edition]:
    """The editions that can have fixed it, the newest first."""
    if found.manual_id is None:
        return []
    rows = Edition.objects.filter(manual=found.manual_id, withdrawn_at__isnull=True).exclude(pk=found.edition_id or 0)
    return list(rows.exclude(state=Edition.State.FAILED).defer("outline")[:MOST_EDITIONS])


def _subject(request: HttpRequest, found: Report) -> Subject | None:
    try:
        return open_subject(viewer=request_viewer(request), kind=found.about, id=found.about_id, place=found.place)
    except NotVisible:
        return None


@require_POST
def step(request: HttpRequest, report_id: int, step: str) -> HttpResponse:
    """Take one step with a report."""
    user = person_of(request)
    take = _STEPS.get(step)
    if take is None:
        raise Http404
    with unseen_is_absent(report_id):
        try:
            messages.success(request, take(request, user, report_id))
        except Refused as refused:
            messages.error(request, refused.reason)
    return redirect("feedback_desk:report", report_id)


def _assign(request: HttpRequest, user: User, report_id: int) -> str:
    chosen = request.POST.get("to", "")
    to = User.objects.filter(pk=_id(chosen), is_active=True).first() if chosen else None
    handling.assign(actor=user, report_id=report_id, to=to)
    return _("Kept.")


def _answer(request: HttpRequest, user: User, report_id: int) -> str:
    handling.answer(actor=user, report_id=report_id, text=request.POST.get("text", ""))
    return _("The reporter is told.")


def _leave(request: HttpRequest, user: User, report_id: int) -> str:
    handling.leave(actor=user, report_id=report_id, reason=request.POST.get("text", ""))
    return _("Closed. The reporter is told why.")


def _fix(request: HttpRequest, user: User, report_id: int) -> str:
    edition = Edition.objects.filter(pk=_id(request.POST.get("edition", ""))).first()
    if edition is None:
        raise handling.FeedbackRefused(_("Choose the edition that fixes it."))
    handling.fix(actor=user, report_id=report_id, edition=edition, text=request.POST.get("text", ""))
    return _("Closed. The reporter is told when the edition is in force.")


def _reopen(request: HttpRequest, user: User, report_id: int) -> str:
    handling.reopen(actor=user, report_id=report_id)
    return _("It is open again.")


def _id(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) < 20
    return min(int(text), LARGEST_ID) if known else 0


_STEPS: dict[str, Callable[[HttpRequest, User, int], str]] = {
    "assign": _assign,
    "answer": _answer,
    "leave": _leave,
    "fix": _fix,
    "reopen": _reopen,
}
