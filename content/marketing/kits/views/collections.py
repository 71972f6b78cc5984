"""The light table: the list of collections, one of them, and what its owner changes."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.library.api import unseen_is_absent
from content.marketing.kits import collections as light_table
from content.marketing.kits import packing
from content.marketing.kits.collections import CollectionRefused, OpenCollection, collections_visible, open_collection
from content.marketing.kits.forms import CollectionForm, NewCollectionForm
from content.marketing.kits.sharing import offers_of
from content.marketing.kits.views.taking import Taking, taken
from portal.core.errors import Refused
from portal.network.api import request_viewer
from portal.network.models import User

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collection_list(request: HttpRequest) -> HttpResponse:
    """One's own collections and those shared at one's dealerships; and a new one."""
    viewer = request_viewer(request)
    form = NewCollectionForm(request.POST or None, viewer=viewer) if viewer.standings else None
    if form is not None and request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = light_table.begin(
                actor=cast(User, request.user),
                viewer=viewer,
                dealer_id=typed["dealer"].pk,
                title=typed["title"],
                is_shared=typed["is_shared"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("kits:collection", collection_id=made.pk)
    rows = collections_visible(viewer=viewer).annotate(number=Count("items"))
    context = {"page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "form": form}
    return render(request, "kits/collections/list.html", context, status=422 if form and form.errors else 200)


@require_safe
@login_required
def collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """A collection with what the person may see of it."""
    viewer = request_viewer(request)
    opened = _opened(request, collection_id)
    context = {
        "opened": opened,
        "collection": opened.collection,
        "form": CollectionForm(instance=opened.collection) if opened.may_change else None,
        "shares": bool(offers_of(opened, viewer=viewer)),
        "takes": any(thing.kind != "kit" for thing in opened.things),
    }
    response = render(request, "kits/collections/collection.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def _opened(request: HttpRequest, collection_id: int) -> OpenCollection:
    with unseen_is_absent(collection_id):
        return open_collection(viewer=request_viewer(request), collection_id=collection_id)


@require_POST
@login_required
def arrange(request: HttpRequest, collection_id: int) -> HttpResponse:
    """The order and the notes as they were sent: `order` names the things one after the other, "up:5" or "down:5"
    besides moves one of them."""
    ids = [int(text) for text in request.POST.getlist("order") if text.isascii() and text.isdigit() and len(text) < 19]
    direction, _colon, moved = request.POST.get("move", "").partition(":")
    if moved.isascii() and moved.isdigit() and len(moved) < 19:
        _move(ids, int(moved), -1 if direction == "up" else 1)
    notes = {pk: request.POST.get(f"note-{pk}", "").replace("\x00", "") for pk in ids if f"note-{pk}" in request.POST}
    with unseen_is_absent(collection_id):
        light_table.arrange(
            actor=cast(User, request.user),
            viewer=request_viewer(request),
            collection_id=collection_id,
            order=ids,
            notes=notes,
        )
    return redirect("kits:collection", collection_id=collection_id)


def _move(ids: list[int], moved: int, by: int) -> None:
    """In place; at the end it stays."""
    if moved in ids:
        at = ids.index(moved)
        to = min(max(at + by, 0), len(ids) - 1)
        ids.insert(to, ids.pop(at))


@require_POST
@login_required
def remove(request: HttpRequest, collection_id: int, item_id: int) -> HttpResponse:
    """Take a thing out."""
    with unseen_is_absent(collection_id, item_id):
        light_table.remove(
            actor=cast(User, request.user),
            viewer=request_viewer(request),
            collection_id=collection_id,
            item_id=item_id,
        )
    return redirect("kits:collection", collection_id=collection_id)


@require_POST
@login_required
def change(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Its name, and whether colleagues see it."""
    with unseen_is_absent(collection_id):
        try:
            light_table.rename(
                actor=cast(User, request.user),
                viewer=request_viewer(request),
                collection_id=collection_id,
                title=request.POST.get("title", ""),
                is_shared="is_shared" in request.POST,
            )
        except CollectionRefused as refusal:
            messages.error(request, refusal.reason)
    return redirect("kits:collection", collection_id=collection_id)


@require_POST
@login_required
def delete(request: HttpRequest, collection_id: int) -> HttpResponse:
    """The collection goes; what was in it stays where it is."""
    viewer = request_viewer(request)
    with unseen_is_absent(collection_id):
        light_table.delete(actor=cast(User, request.user), viewer=viewer, collection_id=collection_id)
    messages.success(request, _("The collection is deleted."))
    return redirect("kits:collections")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """The files of a collection as one archive. Its kits have archives of their own."""
    opened = _opened(request, collection_id)
    publications = [thing.publication for thing in opened.things if thing.publication is not None]
    asked = Taking(
        packing=packing.of_things(opened.title, opened.assets, publications, viewer=request_viewer(request)),
        assets=opened.assets,
        subject=f"collection:{collection_id}",
        back=reverse("kits:collection", args=[collection_id]),
    )
    return taken(request, asked)
