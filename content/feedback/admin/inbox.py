"""The inbox of a department: what readers report on what it owns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from content.feedback import handling, reading
from content.feedback.admin.people import colleagues, person_of
from content.feedback.models import Report
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID

PER_PAGE = 50
WAITING = "waiting"
AGES = {"week": 7, "month": 30, "quarter": 90}
AGE_NAMES = (
    ("week", gettext_lazy("more than a week")),
    ("month", gettext_lazy("more than a month")),
    ("quarter", gettext_lazy("more than three months")),
)
KEPT = ("q", "about", "manual", "kind", "state", "age", "whose")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The reports, by what the person narrows them to; those that wait if nothing is said."""
    user = person_of(request)
    asked = {name: request.GET.get(name, "")[:100] for name in KEPT}
    page = Paginator(_narrowed(reading.inbox(user=user), asked, user.pk), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "asked": asked,
        "kept": urlencode({name: value for name, value in asked.items() if value}),
        "kinds": Report.Kind.choices,
        "states": [(WAITING, _("Waiting")), ("all", _("All")), *Report.State.choices],
        "ages": AGE_NAMES,
        "colleagues": colleagues(user),
        "header_title": _("Feedback"),
        "page_title": _("Feedback"),
        "header_icon": "comment",
    }
    return render(request, "feedback/admin/inbox.html", context)


def _narrowed(rows: QuerySet[Report], asked: dict[str, str], user_id: int) -> QuerySet[Report]:
    if words := asked["q"].replace("\x00", "").strip():
        rows = rows.filter(
            Q(title__icontains=words) | Q(document_number__icontains=words) | Q(remarks__text__icontains=words)
        ).distinct()
    if asked["about"]:
        kind, _colon, number = asked["about"].partition(":")
        rows = rows.filter(about=kind, about_id=_id(number))
    if asked["manual"]:
        rows = rows.filter(manual=_id(asked["manual"]))
    if asked["kind"] in Report.Kind.values:
        rows = rows.filter(kind=asked["kind"])
    if asked["state"] in Report.State.values:
        rows = rows.filter(state=asked["state"])
    elif asked["state"] != "all":
        rows = rows.filter(state__in=Report.WAITING)
    if asked["age"] in AGES:
        rows = rows.filter(created_at__lt=timezone.now() - timedelta(days=AGES[asked["age"]]))
    if asked["whose"] == "mine":
        rows = rows.filter(assigned_to=user_id)
    elif asked["whose"] == "nobody":
        rows = rows.filter(assigned_to__isnull=True)
    return rows


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_ID):
        raise Http404
    return int(text)


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """One step with the reports that are ticked: close them with a reason, or give them to somebody."""
    user = person_of(request)
    ids = [_id(text) for text in request.POST.getlist("report")[: handling.MOST_AT_ONCE + 1]]
    try:
        if not ids:
            messages.warning(request, _("Tick the reports first."))
        elif "assign" in request.POST:
            to = colleagues(user).filter(pk=_id(request.POST.get("to", "") or "0")).first()
            if to is None:
                messages.warning(request, _("Choose to whom they are given."))
            else:
                number = handling.assign_many(actor=user, report_ids=ids, to=to)
                messages.success(request, _given(number))
        else:
            number = handling.leave_many(actor=user, report_ids=ids, reason=request.POST.get("reason", ""))
            messages.success(request, _closed(number))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(f"{reverse('feedback_desk:inbox')}?{_kept_of(request)}")


def _kept_of(request: HttpRequest) -> str:
    """The narrowing under which the reports were ticked."""
    given: dict[str, Any] = {name: request.POST.get(f"kept-{name}", "")[:100] for name in KEPT}
    return urlencode({name: value for name, value in given.items() if value})


def _given(number: int) -> str:
    return ngettext("%(number)s report was given on.", "%(number)s reports were given on.", number) % {"number": number}


def _closed(number: int) -> str:
    return ngettext("%(number)s report was closed.", "%(number)s reports were closed.", number) % {"number": number}
