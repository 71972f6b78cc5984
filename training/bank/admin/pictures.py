"""Pictures of questions for those who write them. An address names the picture and the person that it was made for: it
is made only on the page of a question that the person edits, and opens nothing for anybody else."""

from __future__ import annotations

from collections.abc import Callable

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from portal.core import storage
from portal.core.pictures import LARGEST_BYTES, PictureRefused
from portal.network.owned_views import author_of
from training.bank.api import departments_of
from training.bank.models import Media
from training.bank.pictures import keep_picture

_signer = signing.Signer(salt="training.bank.pictures")


def addresses_for(request: HttpRequest) -> Callable[[str], str]:
    """The addresses of pictures on a page that this person sees."""
    who = author_of(request).pk
    return lambda sha256: reverse("question_bank:picture", args=[_signer.sign(f"{who}.{sha256}")])


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """{picture} -> {sha256, address, width, height}."""
    given = request.FILES.get("picture")
    if not departments_of(author_of(request)).exists():
        raise Http404
    if given is None or (given.size or 0) > LARGEST_BYTES:
        return JsonResponse({"reason": _("The picture is larger than 10 MB.")}, status=422)
    try:
        kept = keep_picture(given.read())
    except PictureRefused as refusal:
        return JsonResponse({"reason": refusal.reason}, status=422)
    except storage.StorageUnavailable:
        reason = _("The file store does not answer. Nothing was kept; try again in a minute.")
        return JsonResponse({"reason": reason}, status=503)
    address = addresses_for(request)(kept.sha256)
    return JsonResponse({"sha256": kept.sha256, "address": address, "width": kept.width, "height": kept.height})


@require_safe
def picture(request: HttpRequest, signed: str) -> HttpResponse:
    """A picture, to the person that the address was made for."""
    try:
        who, sha256 = _signer.unsign(signed).split(".")
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if who != str(author_of(request).pk) or not departments_of(author_of(request)).exists():
        raise Http404
    media = Media.objects.filter(sha256=sha256).first()
    if media is None:
        raise Http404
    return delivery.send_stored_image(
        request, name=media.file_name, content_type=media.content_type, etag=f'"{sha256}"'
    )
