"""How what is in a kit is shown to somebody who came by a link: from the store, after the link was asked."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from content.delivery import api as delivery
from content.library.api import NotVisible
from content.marketing.assets.api import Asset, GivenOut, visibility
from content.marketing.cobranding.api import DealerUpload

WEBP = "image/webp"
SIZES = ("thumbnail", "preview")


def send_picture(request: HttpRequest, *, asset: Asset, size: str) -> HttpResponseBase:
    """The asset as a picture to look at. Raises NotVisible where there is none, storage.FileMissing,
    storage.StorageUnavailable."""
    if not asset.has_preview or size not in SIZES:
        raise NotVisible
    etag = f'"{asset.sha256}.{size}"'
    return delivery.send_stored_image(request, name=asset.derived(size), content_type=WEBP, etag=etag)


def send_logo(request: HttpRequest, *, logo: DealerUpload) -> HttpResponseBase:
    """The logo of a dealership. Raises storage.FileMissing, storage.StorageUnavailable."""
    etag = f'"{logo.sha256}"'
    return delivery.send_stored_image(request, name=logo.stored_as, content_type=logo.content_type, etag=etag)


def send_captions(*, asset: Asset, language: str) -> HttpResponseBase:
    """The captions of a film in one language. Raises NotVisible where there are none."""
    row = asset.captions.filter(language=language).first()
    if row is None:
        raise NotVisible
    answer = HttpResponse(row.text, content_type="text/vtt; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def seconds_left(asset: Asset, *, until: datetime) -> int:
    """For how long the asset may still be had by a link that lasts `until`: no address of a bucket outlives it."""
    now = timezone.now()
    ends = visibility(asset, at=now).expires_at
    return int((min(until, ends or until) - now).total_seconds())


def send_given(request: HttpRequest, *, given: GivenOut, seconds: int) -> HttpResponseBase:
    """A file to take. Raises storage.FileMissing, storage.StorageUnavailable."""
    return delivery.send_file(
        request,
        name=given.name,
        size=given.size,
        sha256=given.sha256,
        content_type=given.content_type,
        filename=given.filename,
        seconds=seconds,
    )


def send_film(request: HttpRequest, *, asset: Asset, seconds: int) -> HttpResponseBase:
    """The web film, by range if asked. Raises NotVisible where there is none, storage.FileMissing,
    storage.StorageUnavailable."""
    if not asset.film_sha256:
        raise NotVisible
    film = GivenOut(asset.derived("film"), asset.film_size, asset.film_sha256, "video/mp4", "film.mp4")
    return send_given(request, given=film, seconds=seconds)
