"""Giving something of a kit or a collection to a customer."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.assets.api import owing_terms
from content.marketing.kits.forms import ShareForm
from content.marketing.kits.sharing import ShareRefused, offers_of, open_source, share
from content.marketing.kits.views.links import show_once
from portal.network.api import request_viewer
from portal.network.models import User

TYPED = ("language", "days", "pin", "recipient", "message")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share_kit(request: HttpRequest, kit_id: int) -> HttpResponse:
    """Of a kit."""
    return _share(request, kit_id=kit_id, collection_id=None, back=reverse("kits:kit", args=[kit_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share_collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Of a collection."""
    back = reverse("kits:collection", args=[collection_id])
    return _share(request, kit_id=None, collection_id=collection_id, back=back)


def _share(request: HttpRequest, *, kit_id: int | None, collection_id: int | None, back: str) -> HttpResponse:
    viewer, user = request_viewer(request), cast(User, request.user)
    if not viewer.standings:
        # Links are given in the name of a dealership, and this person works at none.
        raise Http404
    chosen, reason = request.POST.getlist("things"), ""
    form = ShareForm(request.POST or None, viewer=viewer, initial={"language": (get_language() or "en").lower()})
    with unseen_is_absent(kit_id or 0, collection_id or 0):
        source = open_source(viewer=viewer, kit_id=kit_id, collection_id=collection_id)
        if request.method == "POST" and form.is_valid():
            try:
                made = share(
                    actor=user,
                    viewer=viewer,
                    dealer_id=form.cleaned_data["dealer"].pk,
                    kit_id=kit_id,
                    collection_id=collection_id,
                    keys=chosen,
                    agreed="agree" in request.POST,
                    **{name: form.cleaned_data[name] for name in TYPED},
                )
            except ShareRefused as refusal:
                reason = refusal.reason
            else:
                show_once(request, made)
                if kit_id is not None:
                    delivery.note_use(viewer=viewer, thing="kit", thing_id=kit_id, what=delivery.What.SHARED)
                return redirect("kits:link", key=made.link.key)
    offers = offers_of(source, viewer=viewer)
    owing = owing_terms(assets=[one.asset for one in offers if one.asset], user_id=user.pk)
    context = {
        "source": source,
        "offers": offers,
        "form": form,
        "chosen": chosen if request.method == "POST" else [one.key for one in offers],
        "owing": [one.asset for one in offers if one.asset and one.asset.pk in owing],
        "reason": reason,
        "back": back,
    }
    return render(request, "kits/share/form.html", context, status=422 if request.method == "POST" else 200)
