"""The assets that a person may see, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.assets.giving import (
    ORIGINAL,
    NotGivenOut,
    agree,
    given_out,
    may_take_original,
    offers_of,
    owing_terms,
)
from content.marketing.assets.models import Asset, Rendition
from content.marketing.assets.narrowing import Narrowing, choices
from content.marketing.assets.reading import assets_visible, open_asset
from content.marketing.assets.views.files import LONGEST_CHANNEL
from portal.core import events
from portal.network.api import Viewer, request_viewer
from portal.network.models import User

PER_PAGE = 36
AGREED = "asset.terms_agreed"
UNDERWAY = (Rendition.State.WAITING, Rendition.State.WORKING)


@require_safe
@login_required
def assets(request: HttpRequest) -> HttpResponse:
    """What the person may see, newest first."""
    seen = assets_visible(viewer=request_viewer(request))
    narrowing = Narrowing.read(request.GET)
    found = narrowing.of(seen).order_by("-released_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"page_obj": page, "narrowing": narrowing, "choices": choices(seen), "kept": kept.urlencode()}
    return render(request, "assets/list.html", context)


@require_safe
@login_required
@never_cache
def asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    """One asset: shown or played, its facts and terms, and the ways in which it is given out."""
    viewer = request_viewer(request)
    with unseen_is_absent(asset_id):
        found = open_asset(viewer=viewer, asset_id=asset_id)
    context = {
        "asset": found,
        "keywords": list(found.keywords.all()),
        "brands": list(found.brands.all()),
        "vehicle_models": list(found.vehicle_models.select_related("brand")),
        "captions": list(found.captions.all()),
        **_offered(found, viewer),
    }
    delivery.note_use(viewer=viewer, thing="asset", thing_id=found.pk, what=delivery.What.SEEN)
    return render(request, "assets/asset.html", context)


@require_safe
@login_required
@never_cache
def offers(request: HttpRequest, asset_id: int) -> HttpResponse:
    """The part of the page that says what can be taken, asked for while a file is being made."""
    viewer = request_viewer(request)
    with unseen_is_absent(asset_id):
        found = open_asset(viewer=viewer, asset_id=asset_id)
    return render(request, "assets/_offers.html", {"asset": found, **_offered(found, viewer)})


@require_POST
@login_required
def ask_for(request: HttpRequest, asset_id: int, channel: str) -> HttpResponseBase:
    """Have the file of a channel made."""
    viewer = request_viewer(request)
    with unseen_is_absent(asset_id):
        found = open_asset(viewer=viewer, asset_id=asset_id)
    try:
        if channel != ORIGINAL or viewer.everything or may_take_original(found):
            given_out(asset=found, channel=channel[:LONGEST_CHANNEL])
    except NotGivenOut as refusal:
        return render(request, "delivery/refused.html", {"reason": refusal.reason}, status=403)
    if request.headers.get("HX-Request"):
        return render(request, "assets/_offers.html", {"asset": found, **_offered(found, viewer)})
    return redirect("assets:asset", found.pk)


@require_POST
@login_required
def agree_to_terms(request: HttpRequest, asset_id: int) -> HttpResponseBase:
    """The person agrees to the terms of use."""
    with unseen_is_absent(asset_id):
        found = open_asset(viewer=request_viewer(request), asset_id=asset_id)
    user = request.user
    if request.POST.get("agreed") == "yes" and isinstance(user, User):
        agree(asset=found, user_id=user.pk)
        events.record(verb=AGREED, subject=f"asset:{found.pk}", actor=user)
    return redirect("assets:asset", found.pk)


def _offered(found: Asset, viewer: Viewer) -> dict[str, Any]:
    made = offers_of(found, viewer=viewer)
    return {
        "offers": made,
        "making": any(one.state in UNDERWAY for one in made),
        "owes_terms": bool(owing_terms(assets=[found], user_id=viewer.user_id)),
    }
