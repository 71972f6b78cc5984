"""One asset in the CMS: its form, its facts and duplicates, captions, reading it again, deleting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.marketing.assets import captioning, pipeline, removing
from content.marketing.assets.admin.forms import AssetForm, CaptionsForm
from content.marketing.assets.admin.listing import trail
from content.marketing.assets.admin.scope import author_of, own_or_404
from content.marketing.assets.alike import alike_to, same_file
from content.marketing.assets.changing import note_change
from content.marketing.assets.models import Asset, Work
from content.marketing.assets.models.asset import PLACES
from content.marketing.assets.reasons import sentence
from portal.core.errors import Refused

MOST_DUPLICATES = 12
FACTS = ("camera", "taken_at", "caption", "artist", "copyright", "keywords", "profile", "gps")


def edit(request: HttpRequest, asset_id: int) -> HttpResponse:
    """The form of an asset."""
    asset, before = own_or_404(request, asset_id), own_or_404(request, asset_id)
    form = AssetForm(request.POST or None, instance=asset, for_user=author_of(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            asset.save()  # with what was chosen in the relations
            note_change(asset=asset, before=before, fields=form.changed_data, actor=author_of(request))
        messages.success(request, _("“%(title)s” was saved.") % {"title": asset.title})
        return redirect("assets_desk:edit", asset.pk)
    return render(request, "assets/admin/edit.html", _context(asset, form), status=422 if form.errors else 200)


def _context(asset: Asset, form: AssetForm) -> dict[str, Any]:
    pairs = list(alike_to([asset])[:MOST_DUPLICATES])
    return {
        "asset": asset,
        "form": form,
        "reason": sentence(asset.reason) if asset.reason else "",
        "without_page": _without_page(asset),
        "places": asset.facts.get(PLACES, 0),
        "facts": {name: asset.facts[name] for name in FACTS if asset.facts.get(name)},
        "same": list(same_file(asset).select_related("department")[:MOST_DUPLICATES]),
        "alike": [(pair.other if pair.asset_id == asset.pk else pair.asset, pair.distance) for pair in pairs],
        "captions": list(asset.captions.all()),
        "captions_form": CaptionsForm() if asset.kind in (Asset.Kind.FILM, Asset.Kind.AUDIO) else None,
        "header_title": asset.title,
        "header_icon": "image",
        "breadcrumbs_items": trail(asset.title),
    }


def _without_page(asset: Asset) -> str:
    """Why an Office file has no preview, if it was tried in vain."""
    failed = asset.work.filter(step=Work.Step.PRINT, state=Work.State.FAILED).values_list("reason", flat=True).first()
    return sentence(failed) if failed else ""


@require_POST
def captions(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Take captions in, or those of a language out."""
    asset = own_or_404(request, asset_id)
    if language := request.POST.get("remove"):
        asset.captions.filter(language=language[:10]).delete()
        messages.success(request, _("The captions were removed."))
        return redirect("assets_desk:edit", asset.pk)
    form = CaptionsForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("assets_desk:edit", asset.pk)
    try:
        data = form.cleaned_data["file"].read(captioning.LARGEST + 1)
        row = captioning.keep(asset=asset, language=form.cleaned_data["language"], data=data, actor=author_of(request))
        messages.success(request, _("%(count)s captions were taken in.") % {"count": row.cues})
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("assets_desk:edit", asset.pk)


@require_POST
def retry(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Read a file again."""
    pipeline.retry(asset=own_or_404(request, asset_id))
    messages.success(request, _("The file is being read again."))
    return redirect("assets_desk:edit", asset_id)


def delete(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Delete an asset, once that is confirmed."""
    asset = own_or_404(request, asset_id)
    if request.method == "POST":
        removing.remove(asset=asset, actor=author_of(request))
        messages.success(request, _("“%(title)s” was deleted.") % {"title": asset.title})
        return redirect("assets_desk:index")
    context = {"asset": asset, "header_title": _("Delete"), "breadcrumbs_items": trail(asset.title)}
    return render(request, "assets/admin/delete.html", context)
