"""What readers may say of assets."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.library.api import NotVisible
from content.marketing.assets.models import Asset
from content.marketing.assets.reading import assets_visible, open_asset
from content.marketing.assets.signals import asset_changed
from portal.network.api import Viewer

ABOUT = "asset"


def connect() -> None:
    """From `ready`."""
    visible = SubjectKind(open=_open, visible=lambda viewer: assets_visible(viewer=viewer).order_by().values("pk"))
    register_subject(ABOUT, visible)
    asset_changed.connect(_changed, dispatch_uid="assets.feedback")


def _open(viewer: Viewer, asset_id: int, place: int) -> Subject:
    if place:
        raise NotVisible
    found = open_asset(viewer=viewer, asset_id=asset_id)
    url = reverse("assets:asset", args=[found.pk])
    return Subject(ABOUT, found.pk, title=found.own_title, department_id=found.department_id, url=url)


def _changed(*, asset_ids: Collection[int], **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=Asset.objects.filter(pk__in=asset_ids))
