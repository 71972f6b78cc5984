"""Small pictures of assets in the CMS: of whatever the author may come across, drafts of their own included."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from content.marketing.assets.admin.choosers import within_reach
from content.marketing.assets.views.files import send_small
from portal.core import storage
from portal.core.keys import LARGEST_ID

ROLES = ("thumbnail", "preview")
SECONDS = 600


@require_safe
def picture(request: HttpRequest, asset_id: int, role: str) -> HttpResponseBase:
    """The thumbnail or preview of an asset."""
    found = within_reach(request.user).filter(pk=asset_id, has_preview=True).first() if asset_id <= LARGEST_ID else None
    if found is None or role not in ROLES:
        raise Http404
    try:
        return send_small(request, found, role, seconds=SECONDS)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        raise Http404 from error
