"""One dealer: to staff of the maker and to its managers; and the people who work there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.network.models import Dealer
from training.certification import api as certification
from training.courses import api as courses
from training.dashboards import people as reading
from training.dashboards import totals
from training.needs import api as needs
from training.needs import scope
from training.needs.views.gate import (
    asked_id,
    dealer_or_404,
    kept_parameters,
    page_of,
    person_or_404,
    reporting_viewer,
)

SHOWN = 10
DUE_DAYS = 30
MOST_CERTIFICATES = 50


@require_safe
@login_required
def team(request: HttpRequest) -> HttpResponse:
    """A manager's dashboard: all dealers that they manage, or the one chosen."""
    viewer = reporting_viewer(request)
    if not viewer.managed_dealers:
        return redirect("dashboards:network")
    own = list(scope.dealers(viewer=viewer))
    chosen = asked_id(request, "dealer")
    at = scope.dealers(viewer=viewer)
    if chosen is not None:
        at = at.filter(pk=dealer_or_404(viewer, chosen).pk)
    late = reading.overdue(viewer=viewer, at=at)
    soon = reading.due_within(viewer=viewer, days=DUE_DAYS, at=at)
    context = {
        "dealers": own,
        "chosen": chosen,
        "totals": totals.of_dealers(at=at),
        "requests": courses.requests_of_team(viewer=viewer).count(),
        "overdue": late[:SHOWN],
        "ending": needs.ending_within(viewer=viewer, at=at, days=(30, 60, 90)),
        "results": needs.results(at=at)[:SHOWN],
        "soon": soon[:SHOWN],
        "page_obj": page_of(request, reading.standing(viewer=viewer, at=at)),
        "kept": kept_parameters(request),
    }
    return render(request, "training_dashboards/team.html", context)


@require_safe
@login_required
def dealer(request: HttpRequest, dealer_id: int) -> HttpResponse:
    """A dealer: its figures, its months, its courses."""
    viewer = reporting_viewer(request)
    found = dealer_or_404(viewer, dealer_id)
    at = Dealer.objects.filter(pk=found.pk)
    months = totals.months(at=at)
    context = {
        "dealer": found,
        "totals": totals.of_dealers(at=at),
        "results": needs.results(at=at)[:SHOWN],
        "months": months,
        "plot": totals.month_plot(months),
        "page_obj": page_of(request, totals.courses_at(at=at)),
        "kept": kept_parameters(request),
    }
    return render(request, "training_dashboards/dealer.html", context)


@require_safe
@login_required
def people(request: HttpRequest, dealer_id: int) -> HttpResponse:
    """The people who work at a dealer today."""
    viewer = reporting_viewer(request)
    found = dealer_or_404(viewer, dealer_id)
    rows = reading.standing(viewer=viewer, at=Dealer.objects.filter(pk=found.pk))
    context = {"dealer": found, "page_obj": page_of(request, rows), "kept": kept_parameters(request)}
    return render(request, "training_dashboards/people.html", context)


@require_safe
@login_required
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person's record."""
    viewer = reporting_viewer(request)
    member = person_or_404(viewer, user_id)
    context = {
        "member": member,
        "certificates": certification.certifications(viewer=viewer).filter(user=member)[:MOST_CERTIFICATES],
        "memberships": member.memberships.select_related("dealer").order_by("-starts", "-pk")
        if viewer.everything
        else member.memberships.filter(dealer__in=viewer.managed_dealers).select_related("dealer"),
        "page_obj": page_of(request, reading.registrations(user=member)),
        "kept": kept_parameters(request),
        "today": timezone.localdate(),
    }
    return render(request, "training_dashboards/person.html", context)
