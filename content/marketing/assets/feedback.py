"""What readers may say of assets."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.marketing.assets.models import Asset
from content.marketing.assets.reading import assets_visible
from content.marketing.assets.signals import asset_changed

ABOUT = "asset"


def connect() -> None:
    """From `ready`."""
    kind = SubjectKind.without_places(rows=lambda viewer: assets_visible(viewer=viewer), subject=_subject)
    register_subject(ABOUT, kind)
    asset_changed.connect(_changed, dispatch_uid="assets.feedback")


def _subject(asset: Asset) -> Subject:
    url = reverse("assets:asset", args=[asset.pk])
    return Subject(ABOUT, asset.pk, title=asset.own_title, department_id=asset.department_id, url=url)


def _changed(*, asset_ids: Collection[int], **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=Asset.objects.filter(pk__in=asset_ids))
