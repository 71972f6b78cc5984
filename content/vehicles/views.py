"""The vehicle at hand: taken, described, put away; what its VIN tells, and what applies to it.

A VIN never stands in an address: it belongs to a person's car, and addresses end in logs.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from content.library.models import Manual
from content.vehicles import applicable, wording
from content.vehicles.at_hand import AtHand, Said, at_hand, at_hand_of, forget, keep
from content.vehicles.forms import FREE, FactsForm, VinForm
from portal.network.api import Viewer, request_viewer

PER_PAGE = 20


@require_safe
@login_required
def vehicle(request: HttpRequest) -> HttpResponse:
    """What is known of the vehicle at hand, what applies to it and what may; without one, the question for it."""
    return _page(request)


@require_POST
@login_required
def take(request: HttpRequest) -> HttpResponse:
    """Take the vehicle with this VIN in hand."""
    viewer = request_viewer(request)
    form = VinForm(request.POST, year=viewer.at.year)
    if not form.is_valid():
        return _page(request, vin_form=form, status=422)
    return _kept(request, Said(vin=form.cleaned_data["vin"]))


@require_POST
@login_required
def describe(request: HttpRequest) -> HttpResponse:
    """Say more about the vehicle at hand, or describe one without a VIN."""
    viewer = request_viewer(request)
    one = at_hand_of(request, viewer=viewer)
    asked = [fact for fact in wording.FACTS if fact.value in request.POST]
    form = FactsForm(request.POST, viewer=viewer, one=one, asked=asked)
    if not form.is_valid():
        return _page(request, facts_form=form, status=422)
    if form.answers == Said():
        return redirect("vehicles:vehicle")
    return _kept(request, form.answers)


@require_POST
@login_required
def put_away(request: HttpRequest) -> HttpResponse:
    """No vehicle is at hand any more. Back to where the person was."""
    forget(request.session)
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "vehicles:vehicle")


def _kept(request: HttpRequest, said: Said) -> HttpResponse:
    keep(request.session, one=at_hand(viewer=request_viewer(request), said=said))
    return redirect("vehicles:vehicle")


def _page(
    request: HttpRequest, *, vin_form: VinForm | None = None, facts_form: FactsForm | None = None, status: int = 200
) -> HttpResponse:
    viewer = request_viewer(request)
    one = at_hand_of(request, viewer=viewer)
    context: dict[str, Any] = {"one": one, "vin_form": vin_form or VinForm(year=viewer.at.year)}
    if one is None:
        context["facts_form"] = facts_form or FactsForm(viewer=viewer, one=None, asked=FREE)
    else:
        context |= _lists(request, viewer, one)
        asked = {fact for _manual, facts in context["undecided"] for fact in facts}
        context["facts_form"] = facts_form or FactsForm(viewer=viewer, one=one, asked=asked)
        context["told"] = wording.told(one)
    response = render(request, "vehicles/vehicle.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _lists(request: HttpRequest, viewer: Viewer, one: AtHand) -> dict[str, Any]:
    applying = _paged(request, "page", applicable.applying(viewer=viewer, vehicle=one.vehicle))
    undecided = _paged(request, "maybe", applicable.undecided(viewer=viewer, vehicle=one.vehicle))
    missing = applicable.missing(vehicle=one.vehicle, manuals=undecided.object_list)
    return {
        "applying_page": applying,
        "undecided_page": undecided,
        "undecided": [(manual, missing[manual.pk]) for manual in undecided],
    }


def _paged(request: HttpRequest, parameter: str, found: Any) -> Page[Manual]:
    return Paginator(found, PER_PAGE).get_page(request.GET.get(parameter))
