"""Many manuals at once: the page, what it proposes for file names, and one request for each file that has arrived."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.widgets import AdminDateTimeInput

from content.delivery.models import Upload
from content.delivery.uploads import api as uploads
from content.ingest.admin.permissions import manuals_of, sections_of
from content.ingest.importing import apply
from content.ingest.importing.naming import facts_of_name
from content.ingest.importing.values import ApplicabilityRow, FoundFile, NewEdition, NewManual
from content.ingest.intake import sha256_of
from content.ingest.progress import progress
from content.library import api as library
from content.library.models import DepartmentPage, Edition, Manual, ManualCategory
from portal.core import storage
from portal.core.errors import Refused
from portal.network.models import Brand, User

MOST_FILES = 200
"""On one page: more than that is what `import_manuals` is for."""


class SharedForm(forms.Form):
    """What is the same for all files, unless a row says otherwise."""

    section = forms.ModelChoiceField(DepartmentPage.objects.none(), label=gettext_lazy("Section"), empty_label=None)
    category = forms.ChoiceField(label=gettext_lazy("Type"), choices=ManualCategory.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Manual._meta.get_field("language").flatchoices)
    brand = forms.ModelChoiceField(
        Brand.objects.all(), label=gettext_lazy("Brand"), required=False, empty_label=gettext_lazy("All brands")
    )
    label = forms.CharField(
        label=gettext_lazy("Edition"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Where a file's own name has none."),
    )
    effective_from = forms.DateTimeField(label=gettext_lazy("In force from"), widget=AdminDateTimeInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section: Any = self.fields["section"]
        section.queryset = sections_of(request).select_related("department").order_by("title")
        self.fields["effective_from"].initial = timezone.now().replace(second=0, microsecond=0)


class RowForm(SharedForm):
    """One file that has arrived, and what it is. `save` raises Refused with a sentence for the person."""

    upload_id = forms.UUIDField()
    document_number = forms.CharField(max_length=60)
    title = forms.CharField(max_length=255)
    label = forms.CharField(max_length=60)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
        self.request, self.person = request, request.user

    def clean_document_number(self) -> str:
        number: str = self.cleaned_data["document_number"]
        mine = manuals_of(self.request).filter(document_number=number)
        if Manual.objects.filter(document_number=number).exists() and not mine.exists():
            raise ValidationError(_("A manual of another department has this number."))
        return number

    def clean(self) -> dict[str, Any]:
        """What is uploaded here is published at once: where that needs a review, by a releaser alone."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        manual = Manual.objects.filter(document_number=cleaned.get("document_number", "")).first()
        section: DepartmentPage | None = cleaned.get("section")
        if manual is not None:
            refusal = library.edition_refusal(self.person, manual)
        else:
            refusal = library.new_manual_refusal(self.person, section.department) if section else ""
        if refusal:
            self.add_error("document_number", refusal)
        return cleaned

    def clean_upload_id(self) -> Upload:
        try:
            sent = uploads.find(upload_id=self.cleaned_data["upload_id"], user=self.person)
        except uploads.UploadMissing as missing:
            raise ValidationError(missing.reason) from missing
        if sent.state != Upload.State.COMPLETE:
            raise ValidationError(_("The file has not arrived in full. Choose it again to go on."))
        return sent

    def save(self) -> tuple[Edition, bool]:
        """The edition of this file, and whether it is new. One that another file of the library is already is not
        made again; the same row sent twice is the same edition."""
        data = self.cleaned_data
        sent: Upload = data["upload_id"]
        with uploads.completed_file(upload_id=sent.pk, user=self.person) as path:
            known = Edition.objects.filter(sha256=sha256_of(path)).select_related("manual").first()
            if known is not None:
                mine = known.uploaded_by_id == self.person.pk and known.label == data["label"]
                return known, mine and known.manual.document_number == data["document_number"]
            brand: Brand | None = data["brand"]
            manual = NewManual(
                document_number=data["document_number"],
                title=data["title"],
                department=data["section"].department.code,
                category=data["category"],
                language=data["language"],
                applicability=(ApplicabilityRow(brand=brand.code),) if brand else (),
            )
            edition = NewEdition(
                file=FoundFile(path=path, name=sent.original_name),
                document_number=data["document_number"],
                label=data["label"],
                effective_from=data["effective_from"],
                manual=manual,
            )
            return Edition.objects.select_related("manual").get(pk=apply.receive(edition, actor=self.person)), True


def page(request: HttpRequest) -> HttpResponse:
    """The page. Its rows are made in the browser, one for each file that is chosen."""
    context = {
        "form": SharedForm(request=request),
        "row": RowForm(request=request, auto_id=False),
        "may_add": sections_of(request).exists(),
        "most": MOST_FILES,
        "header_title": _("Add many manuals"),
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("ingest:editions"), "label": _("Editions")},
            {"url": "", "label": _("Add many manuals")},
        ],
    }
    return render(request, "ingest/admin/bulk.html", context)


@require_POST
def proposals(request: HttpRequest) -> JsonResponse:
    """For each file name of the JSON body {"names": [...]}: number, title and edition as its name suggests them, and
    the title of the manual that has this number already."""
    try:
        names = json.loads(request.body)["names"]
        if not isinstance(names, list) or len(names) > MOST_FILES or not all(isinstance(name, str) for name in names):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": _("At most %(number)s files at once.") % {"number": MOST_FILES}}, status=400)
    zone = timezone.get_current_timezone()
    facts = [facts_of_name(name.replace("\\", "/").rsplit("/", 1)[-1][:255] or "?", timezone=zone) for name in names]
    titles = dict(
        manuals_of(request)
        .filter(document_number__in=[one.document_number for one in facts])
        .values_list("document_number", "title")
    )
    found = [
        {
            "document_number": one.document_number,
            "title": titles.get(one.document_number, one.title),
            "label": one.edition,
            "effective_from": one.effective_from.strftime("%Y-%m-%d %H:%M") if one.effective_from else "",
            "existing": titles.get(one.document_number, ""),
        }
        for one in facts
    ]
    return JsonResponse({"proposals": found})


@require_POST
def row(request: HttpRequest) -> JsonResponse:
    """Receive one file. 201 with the edition, 200 when the library has the file already, 422 with what is wrong by
    field, 503 when the store is away."""
    form = RowForm(request.POST, request=request)
    if not form.is_valid():
        errors = {"document_number" if name == "__all__" else name: list(texts) for name, texts in form.errors.items()}
        return JsonResponse({"errors": errors}, status=422)
    try:
        edition, new = form.save()
    except Refused as refusal:
        return JsonResponse({"errors": {"upload_id": [refusal.reason]}}, status=422)
    except storage.StorageUnavailable:
        text = _("The file store does not answer. Nothing was kept; try again in a minute.")
        return JsonResponse({"errors": {"upload_id": [text]}}, status=503)
    # The upload stays until the browser, which then knows of the edition, lets it go: the same row may come twice.
    answer = {
        "edition": edition.pk,
        "name": f"{edition.manual.document_number}, {edition.label}",
        "url": reverse("ingest:manual_editions", args=[edition.manual_id]),
    }
    return JsonResponse(answer, status=201 if new else 200)


@require_GET
def states(request: HttpRequest) -> JsonResponse:
    """{id: HTML} of where each edition named by ?id= stands, and whether any still moves."""
    wanted = [int(value) for value in request.GET.getlist("id")[:MOST_FILES] if value.isdecimal() and len(value) < 19]
    found = list(Edition.objects.filter(pk__in=wanted, manual__in=manuals_of(request)).defer("outline"))
    moves = progress(edition_ids=[edition.pk for edition in found])
    now = timezone.now()
    shown = {
        edition.pk: render_to_string(
            "ingest/admin/_state.html", {"edition": edition, "progress": moves[edition.pk], "now": now}
        )
        for edition in found
    }
    moving = any(edition.state in (Edition.State.RECEIVED, Edition.State.EXTRACTING) for edition in found)
    return JsonResponse({"states": shown, "moving": moving})
