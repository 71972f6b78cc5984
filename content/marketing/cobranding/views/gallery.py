"""The templates that a person may fill in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.cobranding import fillings
from content.marketing.cobranding.covers import CONTENT_TYPE, draw_covers
from content.marketing.cobranding.models import TemplateVersion
from content.marketing.cobranding.narrowing import Narrowing, choices
from content.marketing.cobranding.press.client import PressBusy
from content.marketing.cobranding.reading import (
    dealers_for,
    fillings_of,
    open_template,
    templates_visible,
)
from content.marketing.cobranding.views.gate import person, send_picture, unavailable
from portal.core import storage
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer

PER_PAGE = 24
LATEST = 5


@require_safe
@login_required
def template_list(request: HttpRequest) -> HttpResponse:
    """What may be filled in now, newest first, narrowed by ?q=, ?brand=, ?size= and ?language=."""
    viewer = request_viewer(request)
    narrowing = Narrowing.read(request.GET.dict())
    found = narrowing.of(templates_visible(viewer=viewer)).order_by("-current__published_at", "-pk")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "narrowing": narrowing,
        "choices": choices(viewer=viewer),
        "kept": kept.urlencode(),
        "here": "list",
    }
    return render(request, "cobranding/list.html", context)


@require_safe
@login_required
def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """One of them: its pages with examples, and for whom it can be filled in."""
    viewer = request_viewer(request)
    with unseen_is_absent(template_id):
        found = open_template(viewer=viewer, template_id=template_id)
    of_it = Q(version__template=found)
    context = {
        "template": found,
        "version": found.current,
        "numbers": range(1, found.current.pages + 1) if found.current else (),
        "dealers": dealers_for(viewer=viewer, template=found),
        "latest": fillings_of(viewer=viewer).filter(of_it)[:LATEST],
        "here": "list",
    }
    delivery.note_use(viewer=viewer, thing="print", thing_id=found.pk, what=delivery.What.SEEN)
    return render(request, "cobranding/template.html", context)


@require_safe
@login_required
def cover(request: HttpRequest, template_id: int, version_id: int, page: int) -> HttpResponseBase:
    """The small picture of a page of the version in use."""
    with unseen_is_absent(template_id, version_id, page):
        found = open_template(viewer=request_viewer(request), template_id=template_id)
    version: TemplateVersion | None = found.current
    if version is None or version.pk != version_id:
        raise Http404
    version.template = found
    try:
        digests = draw_covers(version)
    except (PressBusy, storage.StorageUnavailable) as error:
        return unavailable(request, error)
    if not 1 <= page <= len(digests):
        raise Http404
    return send_picture(request, sha256=digests[page - 1], content_type=CONTENT_TYPE)


@require_POST
@login_required
def begin(request: HttpRequest, template_id: int) -> HttpResponse:
    """Begin to fill it in for a dealership."""
    viewer = request_viewer(request)
    named = request.POST.get("dealer", "")
    dealer_id = int(named) if named.isdecimal() and len(named) < 19 else 0
    with unseen_is_absent(template_id, min(dealer_id, LARGEST_ID)):
        found = open_template(viewer=viewer, template_id=template_id)
        try:
            made = fillings.begin(viewer=viewer, template=found, dealer_id=dealer_id, actor=person(request))
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect(reverse("cobranding:template", args=[template_id]))
    return redirect("cobranding:fill", made.pk)
