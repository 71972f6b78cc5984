"""Marketing's first page, the list of kits, a kit, the same in the showroom, and all of it to take along."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.library.models import VehicleModel
from content.marketing.assets.api import assets_visible
from content.marketing.kits import packing
from content.marketing.kits.customers import offers_of_kit
from content.marketing.kits.front import parts_for
from content.marketing.kits.listing import KitNarrowing, choices, kits
from content.marketing.kits.models import SalesKit
from content.marketing.kits.reading import OpenKit, kits_visible, open_kit, seen
from content.marketing.kits.slides import slides_of
from content.marketing.kits.views.taking import Taking, taken
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, request_viewer

PER_PAGE = 24
KITS_SHOWN, ASSETS_SHOWN = 6, 12


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What is there for marketing: what runs, the newest kits and assets, and the ways on."""
    viewer = request_viewer(request)
    context = {
        "parts": parts_for(viewer),
        "kits": with_covers(kits_visible(viewer=viewer)[:KITS_SHOWN], viewer=viewer),
        "assets": assets_visible(viewer=viewer).order_by("-released_at", "-pk")[:ASSETS_SHOWN],
        "shares": bool(viewer.standings),
    }
    return render(request, "kits/index.html", context)


@require_safe
@login_required
def kit_list(request: HttpRequest) -> HttpResponse:
    """The kits, newest first, narrowed by brand, model, language and words."""
    viewer = request_viewer(request)
    narrowing = KitNarrowing.read(request.GET.dict())
    page = Paginator(kits(viewer=viewer, narrowing=narrowing), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_covers(page.object_list, viewer=viewer)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": page,
        "narrowing": narrowing,
        "choices": choices(viewer=viewer, narrowing=narrowing),
        "kept": kept.urlencode(),
        "shares": bool(viewer.standings),
    }
    return render(request, "kits/list.html", context)


def with_covers(found: object, *, viewer: Viewer) -> list[SalesKit]:
    """The kits, each without the cover that the viewer may not see. Two statements."""
    rows = list(cast("list[SalesKit]", found))
    covers = assets_visible(viewer=viewer).in_bulk([kit.cover_id for kit in rows if kit.cover_id])
    for kit in rows:
        kit.cover = covers.get(kit.cover_id or 0)
    return rows


@require_safe
@login_required
def kit(request: HttpRequest, kit_id: int) -> HttpResponse:
    """A kit: its sections, all of them or those about one of its models."""
    viewer, model_id = request_viewer(request), _model(request)
    with unseen_is_absent(kit_id):
        opened = open_kit(viewer=viewer, kit_id=kit_id, model_id=model_id)
    delivery.note_use(viewer=viewer, thing="kit", thing_id=kit_id, what=delivery.What.SEEN)
    response = render(request, "kits/kit.html", _context(opened, viewer, model_id))
    response["Cache-Control"] = "private, no-cache"
    return response


def preview(request: HttpRequest, kit: SalesKit) -> HttpResponse:
    """A kit as it is being written, as its author may see it."""
    if kit.department_id is None:
        kit.minimal_clean()
    viewer = request_viewer(request)
    context = _context(seen(kit, viewer=viewer), viewer, None) | {"is_preview": True}
    return render(request, "kits/kit.html", context)


def _context(opened: OpenKit, viewer: Viewer, model_id: int | None) -> dict[str, object]:
    return {
        "opened": opened,
        "kit": opened.kit,
        "models": opened.kit.vehicle_models.select_related("brand").order_by("brand__name", "name")
        if opened.kit.pk
        else VehicleModel.objects.none(),
        "model_id": model_id,
        "slides": len(slides_of(opened)),
        "shares": bool(viewer.standings) and bool(offers_of_kit(opened)),
        "collects": bool(viewer.standings),
    }


def _model(request: HttpRequest) -> int | None:
    text = request.GET.get("model", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= LARGEST_ID else None


@require_safe
@login_required
def present(request: HttpRequest, kit_id: int) -> HttpResponse:
    """The slides of a kit, for a customer to look at: nothing of the portal is around them."""
    viewer, model_id = request_viewer(request), _model(request)
    with unseen_is_absent(kit_id):
        opened = open_kit(viewer=viewer, kit_id=kit_id, model_id=model_id)
    context = {"kit": opened.kit, "slides": slides_of(opened), "leave": reverse("kits:kit", args=[kit_id])}
    response = render(request, "kits/present.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take(request: HttpRequest, kit_id: int) -> HttpResponseBase:
    """All that the person may take of a kit: first what it is and how large, then the archive."""
    viewer = request_viewer(request)
    with unseen_is_absent(kit_id):
        opened = open_kit(viewer=viewer, kit_id=kit_id)
    asked = Taking(
        packing=packing.of_kit(opened, viewer=viewer),
        assets=opened.shown_assets(),
        subject=f"kit:{kit_id}",
        back=reverse("kits:kit", args=[kit_id]),
    )
    return taken(request, asked)
