"""Taking tables away: at once, as a file, or by mail each week or month."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.exports import api as exports
from content.exports.models import Format
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from training.dashboards import exporting, reporting
from training.dashboards.models import ReportSubscription
from training.dashboards.tables.contents import TABLES
from training.needs import scope
from training.needs.views.gate import asked_id, own_user, reporting_viewer


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The tables that there are, and the reports that one has ordered."""
    reporting_viewer(request)
    user = own_user(request)
    ordered = ReportSubscription.objects.filter(user=user).order_by("table", "pk")
    context = {
        "tables": TABLES.values(),
        "formats": Format.choices,
        "everies": ReportSubscription.Every.choices,
        "ordered": [(one, TABLES[one.table]) for one in ordered if one.table in TABLES],
    }
    return render(request, "training_dashboards/reports.html", context)


@require_safe
@login_required
def table(request: HttpRequest, table: str) -> HttpResponseBase:
    """A table as a file, of ?dealer= or ?region= if one is named."""
    asked = {name: found for name in ("dealer", "region") if (found := asked_id(request, name)) is not None}
    return exports.give(request, table=exporting.name_of(table), asked=asked)


@require_POST
@login_required
def order(request: HttpRequest) -> HttpResponse:
    """Order a report by mail."""
    viewer = reporting_viewer(request)
    answers = {name: request.POST.get(name, "")[:30] for name in ("table", "format", "every")}
    try:
        reporting.subscribe(viewer=viewer, user=own_user(request), **answers)
    except scope.NotVisible:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The report is ordered."))
    return redirect("dashboards:reports")


@require_POST
@login_required
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """End a report."""
    if subscription_id > LARGEST_ID or not reporting.unsubscribe(
        user=own_user(request), subscription_id=subscription_id
    ):
        raise Http404
    messages.success(request, _("The report has ended."))
    return redirect("dashboards:reports")
