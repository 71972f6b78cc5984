"""What every page's frame needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from portal.network.api import request_viewer


def portal(request: HttpRequest) -> dict[str, object]:
    """The portal's name, whether the person works in the CMS, and whether they manage a dealership."""
    viewer = request_viewer(request) if getattr(request, "user", None) else None
    return {
        "portal_name": settings.PORTAL_NAME,
        "is_oem_staff": bool(viewer and viewer.everything),
        "sees_reach": bool(viewer and viewer.managed_dealers),
    }
