"""What was made: whether it is ready, and taking it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.cobranding.making import TAKEN
from content.marketing.cobranding.models import Print
from content.marketing.cobranding.reading import RightsEnded, open_print
from content.marketing.cobranding.views.gate import person, refused, unavailable
from portal.core import events, storage
from portal.network.api import request_viewer

SAME_DOWNLOAD_SECONDS = 600
"""One download may come in many ranges."""


@require_safe
@login_required
def state(request: HttpRequest, print_id: int) -> HttpResponse:
    """Whether it is ready; while it is not, the page asks again by itself."""
    with unseen_is_absent(print_id):
        try:
            found = open_print(viewer=request_viewer(request), print_id=print_id)
        except RightsEnded as ended:
            return refused(request, ended.reason)
    template = "cobranding/_print.html" if request.headers.get("HX-Request") else "cobranding/print.html"
    return render(request, template, {"print": found, "here": "mine"})


@require_safe
@login_required
def download(request: HttpRequest, print_id: int) -> HttpResponseBase:
    """Its file, while the rights in the template last."""
    with unseen_is_absent(print_id):
        try:
            found = open_print(viewer=request_viewer(request), print_id=print_id)
        except RightsEnded as ended:
            return refused(request, ended.reason)
    if found.state != Print.State.READY:
        return render(request, "cobranding/print.html", {"print": found, "here": "mine"}, status=409)
    content_type, extension = found.facts
    if request.method == "GET":
        _record(request, found)
    try:
        return delivery.send_file(
            request,
            name=found.stored_as,
            size=found.size,
            sha256=found.sha256,
            content_type=content_type,
            filename=_filename(found, extension),
        )
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        return unavailable(request, error)


def _filename(found: Print, extension: str) -> str:
    marks = {Print.Kind.PRESS: "print", Print.Kind.SCREEN: "screen"}
    mark = marks.get(Print.Kind(found.kind), f"{found.width}x{found.height}-{found.page}")
    return delivery.download_name(parts=(found.title, found.dealer.code, mark), extension=extension)


def _record(request: HttpRequest, found: Print) -> None:
    actor = person(request)
    if not cache.add(f"cobranding:taken:{actor.pk}:{found.pk}", True, SAME_DOWNLOAD_SECONDS):
        return
    facts: dict[str, object] = {"version": found.version_id, "dealer": found.dealer_id, "kind": found.kind}
    events.record(verb=TAKEN, subject=f"print_template:{found.version.template_id}", actor=actor, data=facts)
    printed, template_id = delivery.What.PRINTED, found.version.template_id
    delivery.note_use(viewer=request_viewer(request), thing="print", thing_id=template_id, what=printed)
