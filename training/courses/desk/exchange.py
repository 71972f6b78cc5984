"""A course as a file: sending it out, and bringing one in after a look at what would happen."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.core import events, storage
from portal.core.errors import Refused
from portal.network.models import Department
from training.bank.api import departments_of
from training.courses.desk.gate import author_of, course_of
from training.courses.exchange.package import read_package
from training.courses.exchange.packing import pack
from training.courses.exchange.unpacking import preview, unpack
from training.courses.models import CourseImport

LARGEST_UPLOAD = 2 * 2**30


class SendForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File of a course"), widget=forms.FileInput(attrs={"accept": ".zip"}))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("For the department"), empty_label=None
    )
    code = forms.CharField(
        label=gettext_lazy("Course code"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Empty: the code that it has in the file."),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments: Any = self.fields["department"]
        departments.queryset = departments_of(author_of(request))

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": LARGEST_UPLOAD // 2**20})
        return sent


@require_safe
def export_course(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """The course's newest draft as a file."""
    course = course_of(request, course_id)
    target = TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    pack(course, target)
    target.seek(0)
    events.record(verb="course.exported", subject=f"course:{course.pk}", actor=author_of(request))
    name = f"{slugify(course.document_number) or 'course'}.forecourt-course.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


def import_course(request: HttpRequest) -> HttpResponse:
    """Send a file; what it would do is shown next."""
    person = author_of(request)
    form = SendForm(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = CourseImport(user=person, department=data["department"], name=data["file"].name[:255], code=data["code"])
        with NamedTemporaryFile(prefix="course-", suffix=".zip") as copy:
            for chunk in data["file"].chunks():
                copy.write(chunk)
            copy.flush()
            try:
                read_package(Path(copy.name))
            except Refused as refused:
                form.add_error("file", refused.reason)
            else:
                storage.save(name=made.stored_as, source=Path(copy.name), content_type="application/zip")
                made.save()
                return redirect("course_desk:import_decide", key=made.key)
    context = {"form": form, "header_title": _("Import a course"), "header_icon": "download"}
    return render(request, "training_courses/desk/import.html", context)


def import_decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the file would do; do it, or not. Only who sent it, while they write for the department."""
    person = author_of(request)
    sent = get_object_or_404(CourseImport, key=key, user=person, department__in=departments_of(person))
    context: dict[str, Any] = {"sent": sent, "header_title": _("Import a course"), "header_icon": "download"}
    path = storage.local_copy(name=sent.stored_as)
    if request.method == "POST" and "drop" in request.POST:
        _forget(sent)
        return redirect("course_desk:import")
    do = unpack if request.method == "POST" else preview
    try:
        report = do(path=path, package=read_package(path), department=sent.department, actor=person, code=sent.code)
    except Refused as refused:
        return render(request, "training_courses/desk/import_decide.html", {**context, "refused": refused.reason})
    if report.course_id is None:
        return render(request, "training_courses/desk/import_decide.html", {**context, "report": report})
    _forget(sent)
    messages.success(request, _("The course is here. It is a draft."))
    return redirect("wagtailadmin_pages:edit", report.course_id)


def _forget(sent: CourseImport) -> None:
    sent.delete()
    storage.delete(name=sent.stored_as)
