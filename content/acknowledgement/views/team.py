"""The people of a dealer: to its managers, and to staff of the maker who name it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.acknowledgement import scope
from content.acknowledgement.reading import team as reading
from content.acknowledgement.reading import totals
from content.acknowledgement.reminding import ask_people
from content.acknowledgement.views.gate import (
    asked_dealer,
    asked_id,
    edition_or_404,
    kept_parameters,
    own_user,
    page_of,
    reporting_viewer,
    words_of,
)
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer
from portal.network.models import Dealer


def _at(request: HttpRequest, viewer: Viewer) -> tuple[Dealer | None, QuerySet[Dealer]]:
    """The dealer that is named, and the dealers meant: that one, or all that a manager manages. Staff of the maker name
    one. Raises Http404."""
    chosen = asked_dealer(request, viewer)
    if chosen is None and viewer.everything:
        raise Http404
    at = scope.dealers(viewer=viewer)
    return chosen, at if chosen is None else at.filter(pk=chosen.pk)


def _context(request: HttpRequest, viewer: Viewer, chosen: Dealer | None, at: QuerySet[Dealer]) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "dealers": [] if viewer.everything else list(scope.dealers(viewer=viewer)),
        "totals": totals.of_dealers(at=at),
        "words": words_of(request),
        "dealer_kept": kept_parameters(request, "dealer"),
        "kept": kept_parameters(request),
    }


@require_safe
@login_required
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """By person; staff of the maker who name no dealer look at the network."""
    viewer = reporting_viewer(request)
    if viewer.everything and not request.GET.get("dealer"):
        return redirect("duties:network")
    chosen, at = _at(request, viewer)
    page = page_of(request, reading.people(viewer=viewer, at=at, words=words_of(request)))
    return render(request, "acknowledgement/team.html", _context(request, viewer, chosen, at) | {"page_obj": page})


@require_safe
@login_required
@never_cache
def publications(request: HttpRequest) -> HttpResponse:
    """By publication."""
    viewer = reporting_viewer(request)
    chosen, at = _at(request, viewer)
    page = page_of(request, reading.publications(viewer=viewer, at=at, words=words_of(request)))
    context = {"page_obj": page, "rows": reading.publication_rows(page.object_list)}
    return render(request, "acknowledgement/team_publications.html", _context(request, viewer, chosen, at) | context)


@require_safe
@login_required
@never_cache
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """What one of the people is asked for."""
    viewer = reporting_viewer(request)
    chosen, at = _at(request, viewer)
    member = scope.people(viewer=viewer, at=at).filter(pk=min(user_id, LARGEST_ID)).first()
    if member is None:
        raise Http404
    page = page_of(request, reading.duties_of(viewer=viewer, at=at, user=member))
    rows = [(duty, duty.is_late(at=viewer.at)) for duty in page]
    context = {"member": member, "page_obj": page, "rows": rows}
    return render(request, "acknowledgement/person.html", _context(request, viewer, chosen, at) | context)


@require_safe
@login_required
@never_cache
def publication(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Who has confirmed an edition and who has not. A notice leads staff of the maker to the network's view."""
    viewer = reporting_viewer(request)
    edition = edition_or_404(viewer, edition_id)
    if viewer.everything and not request.GET.get("dealer"):
        return redirect("duties:publication", edition_id=edition.pk)
    chosen, at = _at(request, viewer)
    page = page_of(request, reading.who(viewer=viewer, at=at, edition=edition))
    rows = [(duty, duty.is_late(at=viewer.at)) for duty in page]
    may_ask = bool(viewer.managed_dealers) and edition.is_in_force(at=viewer.at)
    context = {
        "edition": edition,
        "manual": edition.manual,
        "page_obj": page,
        "rows": rows,
        "may_ask": may_ask,
        "take_of": urlencode({"edition": edition.pk} | ({"dealer": chosen.pk} if chosen else {})),
    }
    return render(request, "acknowledgement/who.html", _context(request, viewer, chosen, at) | context)


@require_POST
@login_required
def ask(request: HttpRequest, edition_id: int) -> HttpResponse:
    """A manager asks all of their people who have not confirmed, or one of them."""
    viewer = reporting_viewer(request)
    edition = edition_or_404(viewer, edition_id)
    if not viewer.managed_dealers:
        raise Http404
    chosen, at = _at(request, viewer)
    dealers = sorted(at.order_by().values_list("pk", flat=True))
    told = ask_people(manager=own_user(request), edition=edition, dealers=dealers, user_id=asked_id(request, "person"))
    if told:
        sentence = ngettext("%(number)d person was asked.", "%(number)d people were asked.", told)
        messages.success(request, sentence % {"number": told})
    else:
        messages.info(request, _("Nobody was asked: they have confirmed, or were asked within the last day."))
    address = reverse("duties:team_publication", kwargs={"edition_id": edition.pk})
    return redirect(f"{address}?dealer={chosen.pk}" if chosen else address)
