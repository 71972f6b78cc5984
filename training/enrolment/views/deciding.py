"""Requests that wait for a manager, several at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from training.courses import api as courses
from training.enrolment import assigning
from training.enrolment.views.gate import chosen, managing_viewer, own_user

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """The requests of the manager's people, the oldest first; those that are ticked are answered together."""
    viewer = managing_viewer(request)
    if request.method == "POST":
        return _decide(request)
    rows = courses.requests_of_team(viewer=viewer)
    context = {"page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "training_enrolment/requests.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    registrations, answer = chosen(request, "registration"), request.POST.get("answer")
    if not registrations or answer not in ("approve", "decline"):
        messages.error(request, _("Choose at least one."))
        return redirect("enrolment:requests")
    try:
        done, refusals = assigning.decide_many(
            viewer=managing_viewer(request),
            actor=own_user(request),
            registration_ids=registrations,
            approve=answer == "approve",
            reason=request.POST.get("reason", "")[:300],
        )
    except courses.NoSuchRegistration:
        raise Http404 from None
    if done:
        said = _("Approved: %(number)d.") if answer == "approve" else _("Declined: %(number)d.")
        messages.success(request, said % {"number": done})
    for reason in sorted(set(refusals)):
        messages.error(request, reason)
    return redirect("enrolment:requests")
