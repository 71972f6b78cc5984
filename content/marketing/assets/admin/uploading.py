"""Folders of files at once: the page, one request for each file that has arrived, and how reading them goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.delivery.models import Upload
from content.delivery.uploads import api as uploads
from content.marketing.assets.admin.listing import trail
from content.marketing.assets.admin.scope import author_of, own_assets
from content.marketing.assets.alike import alike_to, same_file
from content.marketing.assets.folders import Vocabulary, collection_of, folders_of
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset, Keyword, Licence
from content.marketing.assets.reasons import sentence
from portal.core import storage
from portal.core.errors import Refused
from portal.network.authorship import departments_of
from portal.network.models import Brand, Department, User

MOST_FILES = 2_000
"""On one page: more than that is what `import_assets` is for."""
MOST_STATES = 200
LONGEST_PATH = 1000


class SharedForm(forms.Form):
    """What is the same for all files."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"), empty_label=None)
    brand = forms.ModelChoiceField(
        Brand.objects.all(), label=gettext_lazy("Brand shown"), required=False, empty_label=gettext_lazy("None")
    )
    keywords = forms.ModelMultipleChoiceField(
        Keyword.objects.all(),
        label=gettext_lazy("Keywords"),
        required=False,
        help_text=gettext_lazy("Names of folders that are in the vocabulary are added by themselves."),
    )
    licence = forms.ModelChoiceField(
        Licence.objects.filter(needs_attribution=False), label=gettext_lazy("Licence"), required=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = departments_of(person)


class FileForm(SharedForm):
    """One file that has arrived. `save` raises Refused with a sentence for the person, StorageUnavailable."""

    upload_id = forms.UUIDField()
    path = forms.CharField(max_length=LONGEST_PATH, required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.person = person

    def clean_upload_id(self) -> Upload:
        try:
            sent = uploads.find(upload_id=self.cleaned_data["upload_id"], user=self.person)
        except uploads.UploadMissing as missing:
            raise ValidationError(missing.reason) from missing
        if sent.state != Upload.State.COMPLETE:
            raise ValidationError(_("The file has not arrived in full. Choose it again to go on."))
        return sent

    def save(self) -> tuple[Asset, bool]:
        """The asset of the file, and whether it is new: the same upload sent twice is one asset."""
        data = self.cleaned_data
        sent: Upload = data["upload_id"]
        folders = folders_of(data["path"])
        keywords = [*data["keywords"], *Vocabulary().named(folders)]
        about = About(
            collection=collection_of(folders),
            keywords=list(dict.fromkeys(keywords)),
            brands=[data["brand"]] if data["brand"] else [],
            facts={"licence": data["licence"]},
        )
        with uploads.completed_file(upload_id=sent.pk, user=self.person) as path:
            return receive(
                path=path,
                original_name=sent.original_name,
                department=data["department"],
                actor=self.person,
                about=about,
                key=sent.pk,
            )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page. Its rows are made in the browser, one for each file."""
    person = author_of(request)
    context = {
        "form": SharedForm(person=person),
        "may_add": departments_of(person).exists(),
        "most": MOST_FILES,
        "header_title": _("Add files"),
        "header_icon": "upload",
        "breadcrumbs_items": trail(_("Add files")),
    }
    return render(request, "assets/admin/upload.html", context)


@require_POST
def row(request: HttpRequest) -> JsonResponse:
    """Receive one file: 201 with the asset and its exact duplicates, 200 when this upload was received before, 422 with
    a sentence, 503 when the store is away."""
    form = FileForm(request.POST, person=author_of(request))
    if not form.is_valid():
        return _said(" ".join(str(text) for texts in form.errors.values() for text in texts), status=422)
    try:
        asset, new = form.save()
    except Refused as refusal:
        return _said(refusal.reason, status=422)
    except storage.StorageUnavailable:
        return _said(_("The file store does not answer. Nothing was kept; try again in a minute."), status=503)
    # The upload stays until the browser, which then knows of the asset, lets it go: the same row may come twice.
    twins = same_file(asset).filter(pk__in=own_assets(request)).values_list("pk", "title")[:3]
    answer = {
        "asset": asset.pk,
        "title": asset.title,
        "url": reverse("assets_desk:edit", args=[asset.pk]),
        "same": [{"title": title, "url": reverse("assets_desk:edit", args=[pk])} for pk, title in twins],
    }
    return JsonResponse(answer, status=201 if new else 200)


def _said(text: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": text}, status=status)


@require_safe
def states(request: HttpRequest) -> JsonResponse:
    """Where each asset named by ?id= stands: {id: {state, text, thumbnail, alike}}."""
    sent = request.GET.getlist("id")[:MOST_STATES]
    wanted = [int(value) for value in sent if value.isdecimal() and len(value) < 19]
    found = list(own_assets(request).filter(pk__in=wanted))
    alike: dict[int, str] = {}
    for pair in alike_to(found):
        alike.setdefault(pair.asset_id, pair.other.title)
    return JsonResponse({"states": {asset.pk: _state(asset, alike.get(asset.pk, "")) for asset in found}})


def _state(asset: Asset, alike: str) -> dict[str, str]:
    picture = reverse("assets_desk:picture", args=[asset.pk, "thumbnail"]) if asset.has_preview else ""
    text = sentence(asset.reason) if asset.state == Asset.State.FAILED else str(asset.get_state_display())
    return {"state": asset.state, "text": text, "thumbnail": picture, "alike": alike}
