"""Archiving a course, and making another from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import Refused
from training.courses.archiving import archive
from training.courses.desk.gate import author_of, course_of
from training.courses.duplicating import duplicate
from training.courses.models import Course, Registration


class ArchiveForm(forms.Form):
    people = forms.ChoiceField(
        label=gettext_lazy("People on the way"),
        choices=[("finish", gettext_lazy("finish the course")), ("leave", gettext_lazy("leave it now"))],
        initial="finish",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown to those who leave."),
    )


class DuplicateForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    code = forms.CharField(label=gettext_lazy("Course code"), max_length=60)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Course.objects.filter(document_number=code).exists():
            raise ValidationError(_("Another course has this code."))
        return code


def archive_course(request: HttpRequest, course_id: int) -> HttpResponse:
    """What becomes of those on the way, and do it."""
    course = course_of(request, course_id)
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = archive(
                actor=author_of(request),
                course_id=course.pk,
                end_open=form.cleaned_data["people"] == "leave",
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error("reason", refused.reason)
        else:
            messages.success(
                request,
                _("“%(course)s” is archived; %(ended)s people left it.") % {"course": course.title, "ended": ended},
            )
            return redirect("wagtailadmin_explore", course.get_parent().pk)
    counts = course.registrations
    context = {
        "course": course,
        "form": form,
        "on_the_way": counts.filter(state__in=Registration.OPEN).count(),
        "completed": counts.filter(state=Registration.State.COMPLETED).count(),
        "header_title": _("Archive"),
        "page_subtitle": course.title,
        "header_icon": "folder-inverse",
    }
    return render(request, "training_courses/desk/archive.html", context)


def duplicate_course(request: HttpRequest, course_id: int) -> HttpResponse:
    """A title and a code for the new course, and make it."""
    course = course_of(request, course_id)
    if not course.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    initial: dict[str, Any] = {"title": _("%(title)s (copy)") % {"title": course.title}}
    form = DuplicateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = duplicate(actor=author_of(request), course=course, **form.cleaned_data)
        messages.success(request, _("This is the new course. It is a draft."))
        return redirect("wagtailadmin_pages:edit", made.pk)
    context = {
        "course": course,
        "form": form,
        "header_title": _("Duplicate"),
        "page_subtitle": course.title,
        "header_icon": "copy",
    }
    return render(request, "training_courses/desk/duplicate.html", context)
