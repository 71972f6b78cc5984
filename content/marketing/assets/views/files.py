"""The files of assets: thumbnails, previews, films and what is taken. The right to have one is checked at each
request, and nothing that is sent outlives it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from content.marketing.assets.giving import (
    ORIGINAL,
    GivenOut,
    NotGivenOut,
    given_out,
    may_take_original,
    owing_terms,
)
from content.marketing.assets.models import Asset, Captions
from content.marketing.assets.reading import open_asset
from content.marketing.assets.rules import spans_of, window_at
from content.marketing.assets.signals import asset_taken
from portal.core import events, storage
from portal.network.api import Viewer, request_viewer
from portal.network.models import User

log = structlog.get_logger(__name__)
NOT_SENT = "assets.store_failed"
TAKEN = "asset.downloaded"
SAME_DOWNLOAD_SECONDS = 600
"""A download manager asks for one file in many ranges; that is one download."""
WEBP, VTT = "image/webp", "text/vtt"
LONGEST_CHANNEL = 40

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Asset, P], HttpResponseBase]


def of_visible_asset(view: View[P]) -> Callable[..., HttpResponseBase]:
    """A view of an asset that the person may see; what they may not see is absent. An absent store is said."""

    @require_safe
    @login_required
    @wraps(view)
    def answer(request: HttpRequest, asset_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with unseen_is_absent(asset_id):
            asset = open_asset(viewer=request_viewer(request), asset_id=asset_id)
        try:
            return view(request, asset, *args, **kwargs)
        except (storage.FileMissing, storage.StorageUnavailable) as error:
            log.error(NOT_SENT, asset=asset_id, error=type(error).__name__)
            return render(request, "delivery/unavailable.html", status=503)

    return answer


def seconds_left(asset: Asset, viewer: Viewer) -> int | None:
    """For how long the asset may still be seen; None is without end."""
    window = window_at(spans_of(asset), at=viewer.at)
    return int((window.end - viewer.at).total_seconds()) if window and window.end else None


@of_visible_asset
def thumbnail(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """A small picture of the asset."""
    return _picture(request, asset, "thumbnail")


@of_visible_asset
def preview(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The picture, the poster of a film, or the first page."""
    return _picture(request, asset, "preview")


def _picture(request: HttpRequest, asset: Asset, role: str) -> HttpResponseBase:
    if not asset.has_preview:
        raise Http404
    left = seconds_left(asset, request_viewer(request))
    seconds = delivery.IMAGE_SECONDS if left is None else left
    return send_small(request, asset, role, seconds=seconds)


def send_small(request: HttpRequest, asset: Asset, role: str, *, seconds: int) -> HttpResponseBase:
    """A thumbnail or preview to who passed a gate. Raises storage.FileMissing, storage.StorageUnavailable."""
    etag = f'"{asset.sha256[:40]}.{role}"'
    return delivery.send_stored_image(request, name=asset.derived(role), content_type=WEBP, etag=etag, seconds=seconds)


@of_visible_asset
def film(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The web film or the sound, by range."""
    left = seconds_left(asset, request_viewer(request))
    if asset.kind == Asset.Kind.AUDIO:
        return _send(request, GivenOut(asset.stored_as, asset.size, asset.sha256, asset.content_type, "sound"), left)
    if not asset.film_sha256:
        raise Http404
    made = GivenOut(asset.derived("film"), asset.film_size, asset.film_sha256, "video/mp4", "film.mp4")
    return _send(request, made, left)


@of_visible_asset
def captions(request: HttpRequest, asset: Asset, language: str) -> HttpResponseBase:
    """The captions in one language. Sent by the portal: a browser takes them from its own site only."""
    row = Captions.objects.filter(asset=asset, language=language).first()
    if row is None:
        raise Http404
    response = HttpResponse(row.text, content_type=f"{VTT}; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@of_visible_asset
def download(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The asset by ?channel=, once its terms are agreed to. While the file is being made, a page that asks again."""
    viewer = request_viewer(request)
    channel = request.GET.get("channel", "")[:LONGEST_CHANNEL]
    if owing_terms(assets=[asset], user_id=viewer.user_id):
        messages.info(request, _("Agree to the terms of use first."))
        return redirect("assets:asset", asset.pk)
    try:
        if channel == ORIGINAL and not (viewer.everything or may_take_original(asset)):
            raise NotGivenOut(_("The original is not handed out."))
        made = given_out(asset=asset, channel=channel)
    except NotGivenOut as refusal:
        return render(request, "delivery/refused.html", {"reason": refusal.reason}, status=403)
    if made is None:
        response = render(request, "assets/being_made.html", {"asset": asset}, status=202)
        response["Refresh"] = "3"
        return response
    if request.method == "GET":
        _record(request, asset, channel)
    return _send(request, made, seconds_left(asset, viewer))


def _send(request: HttpRequest, made: GivenOut, seconds: int | None) -> HttpResponseBase:
    return delivery.send_file(
        request,
        name=made.name,
        size=made.size,
        sha256=made.sha256,
        content_type=made.content_type,
        filename=made.filename,
        seconds=seconds,
    )


def _record(request: HttpRequest, asset: Asset, channel: str) -> None:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (nobody else passed the gate)
    if not cache.add(f"assets:taken:{user.pk}:{asset.pk}:{channel}", True, SAME_DOWNLOAD_SECONDS):
        return
    events.record(verb=TAKEN, subject=f"asset:{asset.pk}", actor=user, data={"channel": channel})
    taken = delivery.What.DOWNLOADED
    delivery.note_use(viewer=request_viewer(request), thing="asset", thing_id=asset.pk, what=taken)
    asset_taken.send(Asset, asset_id=asset.pk, user_id=user.pk, channel=channel)
