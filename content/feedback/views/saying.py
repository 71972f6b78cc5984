"""Saying something about a place of a thing: the two buttons beside it, and the form with the page to mark on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.feedback import reading, regions
from content.feedback import saying as door_of_readers
from content.feedback.models import LONGEST_TEXT, Report
from content.feedback.regions import Region
from content.feedback.subjects import Subject
from content.feedback.views.gate import opened, own_user
from content.reader.api import picture, words_of
from content.vehicles.api import AtHand, at_hand_of
from portal.core.errors import Refused
from portal.network.api import request_viewer


class ReportForm(forms.Form):
    """What is wrong, unclear or missing. `region` is drawn on the page; `paragraph` chosen instead."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Report.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("What should be different?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    region = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    paragraph = forms.ChoiceField(label=gettext_lazy("Where on the page?"), required=False)
    with_vin = forms.BooleanField(required=False)

    def __init__(self, *args: Any, paragraphs: list[regions.Paragraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext_lazy("The whole page, or what I marked"))]
        self.fields["paragraph"].choices = [*choices, *((str(one.region), one.text) for one in paragraphs)]  # type: ignore[attr-defined]

    @property
    def marked(self) -> Region | None:
        """The region of a valid form: what was drawn, else the paragraph."""
        return Region.read(self.cleaned_data["region"] or self.cleaned_data["paragraph"])


@require_safe
@login_required
@never_cache
def door(request: HttpRequest, about: str, about_id: int, place: int) -> HttpResponse:
    """The buttons of a place, for htmx."""
    return _door(request, opened(request, about=about, about_id=about_id, place=place))


@require_POST
@login_required
def helped(request: HttpRequest, about: str, about_id: int, place: int) -> HttpResponse:
    """It helped (`yes`), or no longer so; the buttons anew for htmx, else back to the thing."""
    subject = opened(request, about=about, about_id=about_id, place=place)
    try:
        door_of_readers.helped(
            viewer=request_viewer(request), actor=own_user(request), subject=subject, yes="yes" in request.POST
        )
    except Refused as refused:
        messages.error(request, refused.reason)
    if request.headers.get("HX-Request"):
        return _door(request, subject)
    return redirect(subject.url)


def _door(request: HttpRequest, subject: Subject) -> HttpResponse:
    stands = reading.standing(viewer=request_viewer(request), user=own_user(request), subject=subject)
    as_line = "line" in request.GET
    return render(request, "feedback/_buttons.html", {"subject": subject, "stands": stands, "as_line": as_line})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def say(request: HttpRequest, about: str, about_id: int, place: int) -> HttpResponse:
    """The form, beside the image of the page if there is one."""
    subject = opened(request, about=about, about_id=about_id, place=place)
    viewer = request_viewer(request)
    page = subject.page
    vehicle = at_hand_of(request, viewer=viewer)
    lines = regions.paragraphs(text=page.text, words=words_of(page)) if page else []
    given = request.POST if request.method == "POST" else None
    form = ReportForm(given, paragraphs=lines, initial={"kind": request.GET.get("kind", "")[:8]})
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = door_of_readers.report(
                viewer=viewer, actor=own_user(request), subject=subject, said=_said(form, vehicle)
            )
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            thanks = _("Thank you. The owning department has your report, and you are told what becomes of it.")
            messages.success(request, thanks if is_new else _("It was added to your report that waits."))
            return redirect("feedback:report", made.pk)
    context = {
        "subject": subject,
        "form": form,
        "picture": picture(edition=subject.edition, page=page) if subject.edition and page else None,
        "paragraphs": lines,
        "vehicle": vehicle and _without_vin(vehicle),
        "vin_tail": vehicle.said.vin[-8:] if vehicle else "",
    }
    return render(request, "feedback/say.html", context)


def _said(form: ReportForm, vehicle: AtHand | None) -> door_of_readers.Said:
    given = form.cleaned_data
    return door_of_readers.Said(
        kind=given["kind"],
        text=given["text"],
        region=form.marked,
        vehicle=_without_vin(vehicle) if vehicle else "",
        vin=vehicle.said.vin[-8:] if vehicle and given["with_vin"] else "",
    )


def _without_vin(vehicle: AtHand) -> str:
    """A VIN belongs to a person's car: it goes along only with consent."""
    return replace(vehicle, said=replace(vehicle.said, vin="")).label
