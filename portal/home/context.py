"""What every page's frame needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from portal.network.viewer import OEM_PERMISSION


def portal(request: HttpRequest) -> dict[str, object]:
    """The portal's name, and whether the person works in the CMS."""
    user = getattr(request, "user", None)
    return {
        "portal_name": settings.PORTAL_NAME,
        "is_oem_staff": bool(user and user.is_authenticated and user.has_perm(OEM_PERMISSION)),
    }
