"""Putting something into a collection, from wherever it is shown."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.library.api import unseen_is_absent
from content.marketing.kits import collections as light_table
from content.marketing.kits.collections import collections_visible, may_change, named
from content.marketing.kits.forms import NewCollectionForm
from content.marketing.kits.models import Collection
from portal.core.errors import Refused
from portal.network.api import Viewer, request_viewer
from portal.network.models import User

MOST_OFFERED = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Choose one of the collections that one may change, or begin one, for ?kind=asset&id=5."""
    viewer, user = request_viewer(request), cast(User, request.user)
    if not viewer.standings:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    kind, text = sent.get("kind", ""), sent.get("id", "")
    thing_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    with unseen_is_absent(thing_id):
        title = named(viewer=viewer, kind=kind, thing_id=thing_id)
    offered = [one for one in collections_visible(viewer=viewer)[:MOST_OFFERED] if may_change(one, viewer=viewer)]
    begins = request.method == "POST" and request.POST.get("collection") == "new"
    form = NewCollectionForm(request.POST if begins else None, viewer=viewer)
    if request.method == "POST" and (not begins or form.is_valid()):
        try:
            chosen = _begun(user, viewer, form) if begins else _chosen(offered, request.POST.get("collection", ""))
            fresh = light_table.add(actor=user, viewer=viewer, collection_id=chosen.pk, kind=kind, thing_id=thing_id)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            said = _("Added to “%(collection)s”.") if fresh else _("It is in “%(collection)s” already.")
            messages.success(request, said % {"collection": chosen.title})
            return redirect("kits:collection", collection_id=chosen.pk)
    context = {"title": title, "kind": kind, "id": thing_id, "offered": offered, "form": form}
    return render(request, "kits/collections/add.html", context, status=422 if request.method == "POST" else 200)


def _begun(user: User, viewer: Viewer, form: NewCollectionForm) -> Collection:
    typed = form.cleaned_data
    return light_table.begin(
        actor=user,
        viewer=viewer,
        dealer_id=typed["dealer"].pk,
        title=typed["title"],
        is_shared=typed["is_shared"],
    )


def _chosen(offered: list[Collection], text: str) -> Collection:
    for one in offered:
        if str(one.pk) == text:
            return one
    raise light_table.CollectionRefused(_("Choose a collection."))
