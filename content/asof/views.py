"""What was in force on a day, as a list and as a proof."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.asof import past as asof
from content.asof.proof import MOST_LINES, render_proof
from content.delivery import api as delivery
from content.library import api as library
from content.vehicles.api import AtHand, at_hand_of
from portal.core import events
from portal.network.api import Viewer, request_viewer
from portal.network.models import Dealer, User

PER_PAGE = 50
EARLIEST = date(1990, 1, 1)
PROVED = "proof.made"


@require_safe
@login_required
def day(request: HttpRequest) -> HttpResponse:
    """The publications in force at the end of ?on= for ?dealer= (a code), narrowed by ?q=; with ?vehicle=1 for the
    vehicle at hand: a VIN never stands in an address."""
    viewer = request_viewer(request)
    at_hand = at_hand_of(request, viewer=viewer)
    dealers = asof.dealers_of(viewer=viewer)
    code = _code(request, dealers)
    on, refused = _day(request)
    context = {
        "dealers": dealers,
        "is_oem_staff": viewer.everything,
        "code": code,
        "on": on or timezone.localdate(viewer.at),
        "refused": refused,
        "words": _words(request),
        "today": timezone.localdate(viewer.at),
        "at_hand": at_hand,
        "is_for_vehicle": _is_for_vehicle(request),
    }
    if code and on is not None:
        past = _past(viewer, code, on, at_hand if _is_for_vehicle(request) else None)
        page = Paginator(asof.in_force_then(past=past, words=_words(request)), PER_PAGE).get_page(
            request.GET.get("page")
        )
        kept = request.GET.copy()
        kept.pop("page", None)
        context |= {
            "past": past,
            "page_obj": page,
            "kept": kept.urlencode(),
            "lines": asof.lines(list(page.object_list), past=past, viewer=viewer),
            "most": MOST_LINES,
        }
    return render(request, "asof/day.html", context)


@require_safe
@login_required
def proof(request: HttpRequest) -> HttpResponse:
    """The same as a PDF, and a record that it was made."""
    viewer = request_viewer(request)
    on, _refused = _day(request)
    code = _code(request, asof.dealers_of(viewer=viewer))
    if on is None or not code:
        raise Http404
    past = _past(viewer, code, on, at_hand_of(request, viewer=viewer) if _is_for_vehicle(request) else None)
    found = list(asof.in_force_then(past=past, words=_words(request))[: MOST_LINES + 1])
    lines = asof.lines(found[:MOST_LINES], past=past, viewer=viewer)
    actor = cast(User, request.user)
    data = render_proof(past=past, lines=lines, words=_words(request), actor=actor, is_cut=len(found) > MOST_LINES)
    if request.method == "GET":
        facts: dict[str, object] = {"on": on.isoformat(), "lines": len(lines)}
        if past.vehicle is not None:
            facts["vehicle"] = True
        events.record(verb=PROVED, subject=f"dealer:{past.dealer.pk}", actor=actor, data=facts)
    response = HttpResponse(data, content_type="application/pdf")
    name = delivery.download_name(parts=("in-force", past.dealer.code, on.isoformat()), extension="pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _past(viewer: Viewer, code: str, on: date, vehicle: AtHand | None) -> asof.Past:
    with library.unseen_is_absent():
        return asof.open_past(viewer=viewer, dealer_code=code, day=on, vehicle=vehicle)


def _is_for_vehicle(request: HttpRequest) -> bool:
    return request.GET.get("vehicle") == "1"


def _code(request: HttpRequest, dealers: list[Dealer]) -> str:
    """The dealer that was named; the only one there is, else none."""
    named = request.GET.get("dealer", "").strip().replace("\x00", "")[:40]
    return named or (dealers[0].code if len(dealers) == 1 else "")


def _day(request: HttpRequest) -> tuple[date | None, bool]:
    """The day that was named, if it is one and past or today; and whether what was named is none."""
    given = request.GET.get("on", "")
    if not given:
        return None, False
    try:
        found = parse_date(given)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= timezone.localdate():
        return None, True
    return found, False


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
