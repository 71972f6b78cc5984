"""What a viewer may have of assets: the only way from a person to one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from content.library.api import NotVisible
from content.marketing.assets.models import Asset
from content.marketing.assets.rules import visible
from portal.network.api import Viewer


def assets_visible(*, viewer: Viewer) -> QuerySet[Asset]:
    """The assets that `viewer` may see now."""
    found: QuerySet[Asset] = Asset.objects.filter(visible(viewer=viewer))
    return found


def open_asset(*, viewer: Viewer, asset_id: int) -> Asset:
    """One of them. Raises NotVisible. One statement."""
    found: Any = assets_visible(viewer=viewer).filter(pk=asset_id).select_related("department", "licence").first()
    if found is None:
        raise NotVisible
    return found
