"""What staff do with one record: award by hand, suspend and revoke, decide on prior learning."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.models import User
from training.bank.api import departments_of
from training.certification.admin.forms import AwardForm, DecisionForm, StandingForm
from training.certification.awarding import award_by_hand
from training.certification.models import Certification, PriorLearning, Standing
from training.certification.presenting import held_row, period_rows
from training.certification.recognising import decide_claim, reviewable
from training.certification.standing import change_standing, possible_after

MOST_PERIODS = 100


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    return request.user


def award(request: HttpRequest) -> HttpResponse:
    """Award a certification of one's department by hand."""
    person = _person(request)
    if not departments_of(person).exists():
        raise Http404
    form = AwardForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            period = award_by_hand(
                actor=person,
                user=data["person"],
                scheme=data["scheme"],
                reason=data["reason"],
                awarded_on=data["awarded_on"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("The certification is awarded."))
            return redirect("certifications:edit", period.certification_id)
    context = {
        "form": form,
        "header_title": _("Award by hand"),
        "header_icon": "success",
        "breadcrumbs_items": [_certifications(), {"url": "", "label": _("Award by hand")}],
    }
    return render(request, "training_certification/admin/award.html", context)


def standing(request: HttpRequest, certification_id: int) -> HttpResponse:
    """A person's certification with all its periods; suspending, reinstating, revoking it."""
    person = _person(request)
    found = None
    if certification_id <= LARGEST_ID:
        own = Certification.objects.filter(scheme__department__in=departments_of(person))
        found = own.select_related("user", "scheme").filter(pk=certification_id).first()
    if found is None:
        raise Http404
    choices = possible_after(Standing(found.standing))
    form = StandingForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            change_standing(
                actor=person,
                certification_id=found.pk,
                standing=form.cleaned_data["standing"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("The standing is changed, and the person is told."))
            return redirect("certifications:edit", found.pk)
    day = timezone.localdate()
    periods = found.periods.select_related("credential", "version", "awarded_by")
    periods = periods.prefetch_related("credential__files", "standing_changes__by").order_by("-cycle")
    context = {
        "row": held_row(found, day=day),
        "periods": period_rows(periods[:MOST_PERIODS], day=day),
        "form": form if choices else None,
        "header_title": f"{found.user.get_full_name() or found.user.username}: {found.scheme}",
        "header_icon": "success",
        "breadcrumbs_items": [_certifications(), {"url": "", "label": str(found)}],
    }
    return render(request, "training_certification/admin/standing.html", context)


def decide(request: HttpRequest, claim_id: int) -> HttpResponse:
    """A request that prior learning be recognised: what is said, the evidence, and the answer."""
    person = _person(request)
    found = None
    if claim_id <= LARGEST_ID:
        own = reviewable(user=person).select_related("user", "course", "decided_by").defer("course__body")
        found = own.filter(pk=claim_id).first()
    if found is None:
        raise Http404
    is_open = found.state == PriorLearning.State.REQUESTED
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_claim(
                actor=person,
                claim_id=found.pk,
                approve=form.cleaned_data["answer"] == "approve",
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("prior_learning:index")
    context = {
        "claim": found,
        "form": form if is_open else None,
        "header_title": found.title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            {"url": reverse("prior_learning:index"), "label": _("Prior learning")},
            {"url": "", "label": found.title},
        ],
    }
    return render(request, "training_certification/admin/decide.html", context)


def _certifications() -> dict[str, str]:
    return {"url": reverse("certifications:index"), "label": _("Certifications of people")}
