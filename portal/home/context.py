"""What every page's frame needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from portal.network.api import request_viewer


def portal(request: HttpRequest) -> dict[str, object]:
    """The portal's name, and whether the person works in the CMS."""
    user = getattr(request, "user", None)
    return {
        "portal_name": settings.PORTAL_NAME,
        "is_oem_staff": bool(user and request_viewer(request).everything),
    }
