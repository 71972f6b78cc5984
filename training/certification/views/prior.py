"""Prior learning: asking that it counts, and the evidence."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.delivery import api as delivery
from portal.core import storage
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.certification import recognising
from training.certification.models import Equivalence, PriorLearning
from training.certification.views.gate import own_user
from training.courses.api import Course, courses

PER_PAGE = 20
MOST_COURSES = 500
MOST_SUGGESTED = 100


class PriorForm(forms.Form):
    course = forms.ModelChoiceField(
        label=gettext_lazy("Course that it should count as"), queryset=PriorLearning.objects.none()
    )
    title = forms.CharField(label=gettext_lazy("What you learnt"), max_length=160)
    provider = forms.CharField(label=gettext_lazy("Where"), max_length=160)
    finished_on = forms.DateField(
        label=gettext_lazy("Finished on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.FileField(
        label=gettext_lazy("Evidence (PDF or picture)"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: object, courses: QuerySet[Course], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "course" else "form-control"
        self.fields["title"].widget.attrs["list"] = "known-elsewhere"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def prior(request: HttpRequest) -> HttpResponse:
    """What the person has asked for, and the form to ask."""
    viewer, user = request_viewer(request), own_user(request)
    offered = courses(viewer=viewer)
    form = PriorForm(request.POST or None, request.FILES or None, courses=offered)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            recognising.claim(
                viewer=viewer,
                user=user,
                course_id=data["course"].pk,
                title=data["title"],
                provider=data["provider"],
                finished_on=data["finished_on"],
                evidence=data["evidence"],
            )
        except recognising.RecognitionRefused as refused:
            form.add_error(None, refused.reason)
        except storage.StorageUnavailable:
            form.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        else:
            messages.success(request, _("Your request was sent. You find the answer here."))
            return redirect("certification:prior")
    if request.method != "POST":
        form.fields["course"].queryset = offered[:MOST_COURSES]  # type: ignore[attr-defined]
    rows = PriorLearning.objects.filter(user=user).select_related("course").defer("course__body")
    context = {
        "form": form,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "elsewhere": Equivalence.objects.exclude(by_external="")
        .filter(course__in=Course.objects.visible_to(viewer))
        .order_by("by_external")
        .values_list("by_external", flat=True)
        .distinct()[:MOST_SUGGESTED],
        "manages": bool(viewer.managed_dealers),
    }
    return render(request, "training_certification/prior.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take a request back."""
    if claim_id > LARGEST_ID:
        raise Http404
    try:
        recognising.withdraw_claim(user=own_user(request), claim_id=claim_id)
    except recognising.NoSuchRequest:
        raise Http404 from None
    messages.success(request, _("Your request is withdrawn."))
    return redirect("certification:prior")


@require_safe
@login_required
def evidence(request: HttpRequest, claim_id: int) -> HttpResponseBase:
    """The evidence, to the person and to who decides on it; to no manager and nobody else."""
    user = own_user(request)
    found = None
    if claim_id <= LARGEST_ID:
        own = PriorLearning.objects.filter(user=user, pk=claim_id)
        found = own.first() or recognising.reviewable(user=user).filter(pk=claim_id).first()
    if found is None:
        raise Http404
    return delivery.send_file(
        request,
        name=found.stored_as,
        size=found.evidence_size,
        sha256=found.evidence_sha256,
        content_type=found.evidence_type,
        filename=found.evidence_name,
    )
