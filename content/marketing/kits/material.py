"""How what is in a kit is shown to somebody who came by a link: from the store, after the link was asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from content.delivery import api as delivery
from content.library.api import NotVisible
from content.marketing.assets.api import Asset
from portal.core import storage

WEBP = "image/webp"
SIZES = ("thumbnail", "preview")


def send_picture(request: HttpRequest, *, asset: Asset, size: str) -> HttpResponseBase:
    """The asset as a picture to look at. Raises NotVisible where there is none, storage.FileMissing,
    storage.StorageUnavailable."""
    if not asset.has_preview or size not in SIZES:
        raise NotVisible
    etag = f'"{asset.sha256}.{size}"'
    unchanged = delivery.not_modified(request, etag=etag)
    if unchanged is not None:
        return unchanged
    data = storage.read_bytes(name=asset.derived(size))
    return delivery.send_image(request, data=data, content_type=WEBP, etag=etag)


def send_film(request: HttpRequest, *, asset: Asset) -> HttpResponseBase:
    """The web film, by range if asked. Raises NotVisible where there is none, storage.FileMissing,
    storage.StorageUnavailable."""
    if not asset.film_sha256:
        raise NotVisible
    return delivery.send_file(
        request,
        name=asset.derived("film"),
        size=asset.film_size,
        sha256=asset.film_sha256,
        content_type="video/mp4",
        filename="film.mp4",
    )
