"""Filling in a template: the list of what one's dealerships have, the form, its preview, and what is done with it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.library.api import unseen_is_absent
from content.marketing.cobranding import fillings, making
from content.marketing.cobranding.contents import FillingRefused, typed_values
from content.marketing.cobranding.models import DealerUpload, Filling, Print
from content.marketing.cobranding.presenting import rows_of, upload_choice
from content.marketing.cobranding.press.client import PressBusy, PressFailed
from content.marketing.cobranding.profiles import profile_of, said_by
from content.marketing.cobranding.reading import (
    Opened,
    RightsEnded,
    fillings_of,
    open_filling,
    prints_of,
    usable_templates,
)
from content.marketing.cobranding.uploads import receive_upload
from content.marketing.cobranding.views.gate import person, unavailable
from portal.core import storage
from portal.core.errors import Refused
from portal.network.api import request_viewer

PER_PAGE = 30
LATEST_PRINTS = 10


def _opened(request: HttpRequest, filling_id: int) -> Opened:
    with unseen_is_absent(filling_id):
        return open_filling(viewer=request_viewer(request), filling_id=filling_id)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the person's dealerships have filled in, last changed first."""
    viewer = request_viewer(request)
    page = Paginator(fillings_of(viewer=viewer), PER_PAGE).get_page(request.GET.get("page"))
    usable = usable_templates(viewer=viewer, template_ids={row.version.template_id for row in page.object_list})
    context = {"page_obj": page, "usable": usable, "here": "mine", "kept": ""}
    return render(request, "cobranding/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fill(request: HttpRequest, filling_id: int) -> HttpResponse:
    """The form. Sending it keeps what was typed and, by the button, prints it."""
    opened = _opened(request, filling_id)
    if opened.ended:
        return render(request, "cobranding/ended.html", {"reason": opened.ended, "filling": opened.filling}, status=403)
    if request.method != "POST":
        return _form(request, opened)
    viewer, actor = request_viewer(request), person(request)
    try:
        kept = fillings.keep(opened=opened, typed=request.POST.dict(), built_on=_number(request, "edit"), actor=actor)
    except RightsEnded as ended:
        return render(request, "cobranding/ended.html", {"reason": ended.reason}, status=403)
    except Refused as refusal:
        return _form(request, opened, typed=request.POST.dict(), problem=refusal.reason, status=409)
    kind = request.POST.get("print", "")
    if kind not in Print.Kind.values:
        messages.success(request, _("Saved."))
        return redirect("cobranding:fill", filling_id)
    again = Opened(kept, "")
    kept.version.template = opened.template
    try:
        made = making.order_print(opened=again, kind=kind, page=_number(request, "page"), viewer=viewer, actor=actor)
    except FillingRefused as refused:
        return _form(request, again, errors=refused.errors, status=422)
    except Refused as refusal:
        return _form(request, again, problem=refusal.reason, status=422)
    except (storage.StorageUnavailable, storage.FileMissing) as error:
        return unavailable(request, error)
    return redirect("cobranding:print", made.pk)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _form(
    request: HttpRequest,
    opened: Opened,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer, filling = request_viewer(request), opened.filling
    profile = profile_of(dealer=filling.dealer)
    said = said_by(profile, language=filling.version.language)
    values = typed_values(filling.version.fields(), typed, said=said) if typed is not None else filling.values
    shown = dict(errors or {})
    general = shown.pop("", "") or problem
    context = {
        "opened": opened,
        "filling": filling,
        "template": opened.template,
        "version": filling.version,
        "numbers": range(1, filling.version.pages + 1),
        "rows": rows_of(filling, values=values, errors=shown, profile=profile, viewer=viewer),
        "profile": profile,
        "manages": filling.dealer_id in viewer.managed_dealers,
        "kinds": Print.Kind.choices,
        "prints": prints_of(filling=filling)[:LATEST_PRINTS],
        "problem": general,
        "has_errors": bool(shown),
        "here": "mine",
    }
    return render(request, "cobranding/fill.html", context, status=status)


@require_POST
@login_required
def preview(request: HttpRequest, filling_id: int) -> JsonResponse:
    """A page of what is in the form now, as a picture, and what is wrong in which field. Nothing is kept."""
    opened = _opened(request, filling_id)
    if opened.ended:
        return JsonResponse({"problem": opened.ended}, status=403)
    viewer, filling = request_viewer(request), opened.filling
    said = said_by(profile_of(dealer=filling.dealer), language=filling.version.language)
    values = typed_values(filling.version.fields(), request.POST.dict(), said=said)
    page = min(max(1, _number(request, "page")), filling.version.pages)
    try:
        contents, made = making.preview(filling=filling, values=values, page=page, viewer=viewer)
    except PressBusy as busy:
        return JsonResponse({"problem": busy.reason}, status=503)
    except PressFailed as refusal:
        return JsonResponse({"problem": refusal.reason}, status=422)
    except (storage.StorageUnavailable, storage.FileMissing):
        return JsonResponse({"problem": _("The file store does not answer. Try again in a minute.")}, status=503)
    errors = contents.errors
    answer: dict[str, Any] = {"errors": errors, "problem": errors.pop("", ""), "page": page, "src": ""}
    if made.pictures:
        answer["src"] = f"data:image/webp;base64,{b64encode(made.pictures[0].data).decode()}"
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def bring_picture(request: HttpRequest, filling_id: int) -> JsonResponse:
    """Take a picture for a field of the form; it is one of the dealership's from then on."""
    opened = _opened(request, filling_id)
    upload = request.FILES.get("file")
    if opened.ended or not isinstance(upload, UploadedFile):
        return JsonResponse({"problem": opened.ended or _("Choose a picture.")}, status=403 if opened.ended else 422)
    try:
        row = receive_upload(
            viewer=request_viewer(request),
            dealer_id=opened.filling.dealer_id,
            kind=DealerUpload.Kind.PICTURE,
            upload=upload,
            actor=person(request),
        )
    except Refused as refusal:
        return JsonResponse({"problem": refusal.reason}, status=422)
    except storage.StorageUnavailable:
        return JsonResponse({"problem": _("The file store does not answer. Try again in a minute.")}, status=503)
    choice = upload_choice(row)
    facts = {"value": choice.value, "name": choice.name, "address": choice.address, "size": choice.size}
    return JsonResponse(facts)


def _done(request: HttpRequest, filling_id: int, does: Callable[..., Filling], said: str) -> HttpResponse:
    opened = _opened(request, filling_id)
    try:
        made = does(opened=opened, actor=person(request))
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("cobranding:fill", filling_id)
    messages.success(request, said)
    return redirect("cobranding:fill", made.pk)


@require_POST
@login_required
def double(request: HttpRequest, filling_id: int) -> HttpResponse:
    """A second one with the same values."""
    return _done(request, filling_id, fillings.double, _("This is the copy."))


@require_POST
@login_required
def renew(request: HttpRequest, filling_id: int) -> HttpResponse:
    """The same with the newest version of the template."""
    said = _("This is the newest version, with what you had filled in. The old one is kept.")
    return _done(request, filling_id, fillings.renew, said)


@require_POST
@login_required
def remove(request: HttpRequest, filling_id: int) -> HttpResponse:
    """Remove it."""
    fillings.remove(opened=_opened(request, filling_id), actor=person(request))
    messages.success(request, _("It is removed."))
    return redirect("cobranding:mine")
