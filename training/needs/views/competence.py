"""Competence: one's own, a team's matrix, one person's needs, the network's gaps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, request_viewer
from portal.network.models import Dealer, Region, User
from training.courses import api as courses
from training.needs import evidence, matrix, scope
from training.needs.models import Competency, CompetencyEvidence, RoleProfile
from training.needs.models.competence import HIGHEST
from training.needs.views.gate import (
    asked_id,
    dealer_or_404,
    kept_parameters,
    own_user,
    page_of,
    person_or_404,
    reporting_viewer,
    staff_viewer,
)

PEOPLE_SHOWN = 25


_SELECT = {"class": "form-select"}
_FIELD = {"class": "form-control"}


class CompetencyField(forms.ModelChoiceField):
    """By the names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.own_name)


class RatingForm(forms.Form):
    competency = CompetencyField(
        label=gettext_lazy("Competency"), queryset=Competency.objects.all(), widget=forms.Select(attrs=_SELECT)
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        choices=[(number, str(number)) for number in range(HIGHEST + 1)],
        coerce=int,
        widget=forms.Select(attrs=_SELECT),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("On what"),
        choices=[
            (CompetencyEvidence.Source.MANAGER, gettext_lazy("What I have seen at work")),
            (CompetencyEvidence.Source.PRIOR, gettext_lazy("Prior learning")),
        ],
        widget=forms.Select(attrs=_SELECT),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Counts until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", **_FIELD}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=300, widget=forms.TextInput(attrs=_FIELD)
    )


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What my jobs ask of me, and how far I am."""
    user = own_user(request)
    context = {
        "rows": matrix.personal(viewer=request_viewer(request), user=user),
        "page_obj": page_of(request, matrix.evidence_of(user=user), per_page=PEOPLE_SHOWN),
        "kept": kept_parameters(request),
    }
    return render(request, "training_needs/mine.html", context)


@require_safe
@login_required
def team(request: HttpRequest) -> HttpResponse:
    """The matrix of one role profile at the dealers that the viewer manages, or at the dealer asked for."""
    viewer = reporting_viewer(request)
    chosen = asked_id(request, "dealer")
    if chosen is None and viewer.everything:
        return redirect("needs:network")
    at = scope.dealers(viewer=viewer)
    if chosen is not None:
        at = at.filter(pk=dealer_or_404(viewer, chosen).pk)
    profiles = list(matrix.profiles(viewer=viewer, at=at))
    profile = _chosen_profile(profiles, asked_id(request, "profile"))
    context: dict[str, Any] = {
        "profiles": profiles,
        "profile": profile,
        "dealers": [] if viewer.everything else list(scope.dealers(viewer=viewer)),
        "chosen": chosen,
        "kept": kept_parameters(request),
    }
    if profile is not None:
        page = page_of(request, matrix.people_of(viewer=viewer, at=at, profile=profile), per_page=PEOPLE_SHOWN)
        columns = matrix.columns(profile=profile)
        context |= {"page_obj": page, "columns": columns, "rows": matrix.cells(people=list(page), columns=columns)}
    return render(request, "training_needs/matrix.html", context)


def _chosen_profile(profiles: list[RoleProfile], asked: int | None) -> RoleProfile | None:
    if asked is None:
        return profiles[0] if profiles else None
    found = next((profile for profile in profiles if profile.pk == asked), None)
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person's needs, what they have shown, and how to close the gaps."""
    viewer = reporting_viewer(request)
    member = person_or_404(viewer, user_id)
    return _person_page(request, viewer, member, RatingForm())


def _person_page(request: HttpRequest, viewer: Viewer, member: User, form: RatingForm) -> HttpResponse:
    context = {
        "member": member,
        "rows": matrix.personal(viewer=viewer, user=member),
        "page_obj": page_of(request, matrix.evidence_of(user=member), per_page=PEOPLE_SHOWN),
        "kept": kept_parameters(request),
        "form": form,
        "may_rate": member.pk != viewer.user_id,
    }
    return render(request, "training_needs/person.html", context)


@require_POST
@login_required
def rate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Say what level one of one's people has."""
    viewer = reporting_viewer(request)
    member = person_or_404(viewer, user_id)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _person_page(request, viewer, member, form)
    answers = form.cleaned_data
    try:
        evidence.rate(
            viewer=viewer,
            actor=own_user(request),
            user=member,
            competency_id=answers["competency"].pk,
            level=answers["level"],
            source=answers["source"],
            expires_on=answers["expires_on"],
            note=answers["note"],
        )
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("The level is kept."))
    return redirect("needs:person", user_id=user_id)


@require_POST
@login_required
def assign(request: HttpRequest, user_id: int, course_id: int) -> HttpResponse:
    """Assign a course that closes a gap."""
    viewer = reporting_viewer(request)
    member = person_or_404(viewer, user_id)
    if course_id > LARGEST_ID:
        raise Http404
    try:
        registration = courses.assign(viewer=viewer, actor=own_user(request), user=member, course_id=course_id)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        named = {"person": member.get_full_name() or member.username, "course": registration.course.title}
        messages.success(request, _("%(person)s is assigned to “%(course)s”.") % named)
    return redirect("needs:person", user_id=user_id)


@require_safe
@login_required
def network(request: HttpRequest) -> HttpResponse:
    """The gaps of the whole network, or of a region."""
    viewer = staff_viewer(request)
    region_id = asked_id(request, "region")
    try:
        region = None if region_id is None else scope.region(viewer=viewer, region_id=region_id)
    except scope.NotVisible:
        raise Http404 from None
    at = scope.dealers(viewer=viewer)
    if region is not None:
        at = at.filter(region__path__startswith=region.path)
    context = {
        "region": region,
        "gaps": matrix.gaps_at(at=at),
        "below": _regions(region, matrix.regions_at(at=at)),
        "page_obj": page_of(request, _dealers(region, at)),
        "kept": kept_parameters(request),
    }
    return render(request, "training_needs/network.html", context)


def _regions(region: Region | None, paths: dict[str, tuple[int, int]]) -> list[tuple[Region, int, float | None]]:
    """The regions next below: how many needs there are, and what share is met."""
    rows = []
    for child in Region.objects.filter(parent=region).order_by("name", "pk"):
        within = [sums for path, sums in paths.items() if path.startswith(child.path)]
        wanted, reached = sum(one[0] for one in within), sum(one[1] for one in within)
        rows.append((child, wanted, reached / wanted if wanted else None))
    return rows


def _dealers(region: Region | None, at: Any) -> Any:
    """The dealers directly in a region; of the whole network none."""
    return Dealer.objects.none() if region is None else at.filter(region=region)
