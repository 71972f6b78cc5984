"""A manager's people: who is how far, what they ask for, and what they are assigned."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer, with_team
from portal.network.models import User
from training.courses import catalogue, registering
from training.courses.models import Registration
from training.courses.views.gate import own_user

PER_PAGE = 50
MOST_REQUESTS = 50
MOST_COURSES = 500


class AssignForm(forms.Form):
    course = forms.ModelChoiceField(label=gettext_lazy("Course"), queryset=User.objects.none())
    due_on = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The manager's people with how many courses are open, overdue and completed. Nobody else's."""
    viewer = request_viewer(request)
    if not viewer.managed_dealers:
        raise Http404
    today = timezone.localdate()
    of = "registrations"
    still = Q(**{f"{of}__state__in": Registration.OPEN})
    rows = catalogue.team(viewer=viewer).annotate(
        open_courses=Count(of, filter=still),
        overdue=Count(of, filter=still & Q(**{f"{of}__due_on__lt": today})),
        completed=Count(of, filter=Q(**{f"{of}__state": Registration.State.COMPLETED})),
    )
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "requests": catalogue.requests_of_team(viewer=viewer)[:MOST_REQUESTS],
    }
    return render(request, "training_courses/team.html", context)


@require_safe
@login_required
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One of the manager's people: their courses, and assigning another."""
    member = _member(request, user_id)
    rows = catalogue.registrations(user=member).order_by("-created_at")
    context = {
        "member": member,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "form": _form(request),
        "today": timezone.localdate(),
    }
    return render(request, "training_courses/person.html", context)


@require_POST
@login_required
def assign(request: HttpRequest, user_id: int) -> HttpResponse:
    """Assign a course."""
    member = _member(request, user_id)
    form = _form(request, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a course, and a day if there is one."))
        return redirect("courses:person", user_id=user_id)
    try:
        registering.assign(
            viewer=request_viewer(request),
            actor=own_user(request),
            user=member,
            course_id=form.cleaned_data["course"].pk,
            due_on=form.cleaned_data["due_on"],
        )
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(
            request,
            _("%(person)s is assigned to “%(course)s”.")
            % {"person": member.get_full_name() or member.username, "course": form.cleaned_data["course"].title},
        )
    return redirect("courses:person", user_id=user_id)


@require_POST
@login_required
def decide(request: HttpRequest, registration_id: int) -> HttpResponse:
    """Approve or decline a request."""
    if registration_id > LARGEST_ID:
        raise Http404
    try:
        registering.decide(
            viewer=request_viewer(request),
            actor=own_user(request),
            registration_id=registration_id,
            approve=request.POST.get("answer") == "approve",
            reason=request.POST.get("reason", "")[:300],
        )
    except registering.NoSuchRegistration:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("courses:team")


def _member(request: HttpRequest, user_id: int) -> User:
    viewer = request_viewer(request)
    member = None
    if viewer.managed_dealers and user_id <= LARGEST_ID:
        member = catalogue.team(viewer=viewer).filter(pk=user_id).first()
    if member is None:
        raise Http404
    return member


def _form(request: HttpRequest, data: object = None) -> AssignForm:
    form = AssignForm(data)  # type: ignore[arg-type]
    offered = catalogue.courses(viewer=with_team(viewer=request_viewer(request)))
    form.fields["course"].queryset = offered if data is not None else offered[:MOST_COURSES]  # type: ignore[attr-defined]
    return form
