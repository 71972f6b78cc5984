"""Where the picture of a field comes from: an upload of the dealership, or an asset of the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from content.marketing.assets import api as assets
from content.marketing.cobranding.language.api import Field, ValueRefused
from content.marketing.cobranding.models import DealerUpload
from portal.core import storage
from portal.core.printing import Picture
from portal.network.api import Viewer

UPLOAD, ASSET = "upload", "asset"
"""How a picture that was chosen is kept: {"upload": 7}."""
LARGEST_ASSET = 20 * 2**20
"""Bytes. A larger original is no picture for a frame on a page."""
_PRINTED = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Source:
    """A picture of this size in pixels. `read` raises ValueRefused, storage.FileMissing, storage.StorageUnavailable."""

    width: int
    height: int
    read: Callable[[], Picture]


@dataclass(frozen=True, slots=True)
class Item:
    """An asset that can be chosen."""

    key: int
    name: str
    address: str
    size: str


def of_upload(row: DealerUpload) -> Source:
    """A picture that the dealership uploaded."""

    def read() -> Picture:
        return storage.local_copy(name=row.stored_as).read_bytes(), row.content_type

    return Source(row.width, row.height, read)


def upload_address(row: DealerUpload) -> str:
    """Where the form shows it from."""
    return reverse("cobranding:picture", args=[row.pk])


def _usable(viewer: Viewer) -> QuerySet[assets.Asset]:
    """The pictures whose originals the viewer may take, and put into advertising, now."""
    found: QuerySet[assets.Asset] = assets.assets_visible(viewer=viewer).filter(
        Q(licence__isnull=True) | Q(licence__commercial=True),
        kind=assets.Asset.Kind.PICTURE,
        allow_original=True,
        content_type__in=_PRINTED,
        size__lte=LARGEST_ASSET,
    )
    return found


def assets_for(*, viewer: Viewer, field: Field, chosen: int | None, most: int) -> list[Item]:
    """The newest assets that are large enough for the field, the chosen one first. Those whose terms the viewer has not
    agreed to are left out. Two statements."""
    width, height = field.least_pixels
    fits = _usable(viewer).filter(width__gte=width, height__gte=height)
    rows = list(fits.order_by("-received_at", "-pk")[:most])
    if chosen is not None and all(row.pk != chosen for row in rows):
        rows = [*fits.filter(pk=chosen), *rows]
    owing = assets.owing_terms(assets=rows, user_id=viewer.user_id)
    return [
        Item(row.pk, row.own_title, reverse("assets:thumbnail", args=[row.pk]), f"{row.width} × {row.height}")
        for row in rows
        if row.pk not in owing
    ]


def assets_by_key(*, viewer: Viewer, keys: list[int]) -> dict[int, Source]:
    """The assets with these keys that the viewer may put into print now. Two statements."""
    rows = list(_usable(viewer).filter(pk__in=keys).order_by("pk"))
    owing = assets.owing_terms(assets=rows, user_id=viewer.user_id)
    return {row.pk: _of_asset(row) for row in rows if row.pk not in owing}


def _of_asset(row: assets.Asset) -> Source:
    def read() -> Picture:
        try:
            given = assets.given_out(asset=row, channel=assets.ORIGINAL)
        except assets.NotGivenOut as refused:
            raise ValueRefused(refused.reason) from refused
        if given is None:
            raise ValueRefused(_("The picture is being made ready. Try again in a minute."))
        return storage.local_copy(name=given.name).read_bytes(), given.content_type

    return Source(row.width, row.height, read)
