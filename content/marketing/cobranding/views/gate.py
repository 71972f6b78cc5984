"""What the views of this room share: who asks, and what is said when something cannot be had."""

from __future__ import annotations

from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from content.delivery import api as delivery
from content.marketing.cobranding.stored import stored_name
from portal.core import storage
from portal.network.models import User

log = structlog.get_logger(__name__)
NOT_SENT = "cobranding.store_failed"


def person(request: HttpRequest) -> User:
    """Who is signed in, behind `login_required`."""
    return cast(User, request.user)


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """A page that says why not."""
    return render(request, "cobranding/ended.html", {"reason": reason}, status=403)


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """A page that says that the store does not answer."""
    log.error(NOT_SENT, error=type(error).__name__)
    return render(request, "delivery/unavailable.html", status=503)


def send_picture(request: HttpRequest, *, sha256: str, content_type: str) -> HttpResponseBase:
    """A stored picture to be shown, kept by the person's own browser only. The right to see it was checked."""
    name = stored_name(sha256)
    try:
        return delivery.send_stored_image(request, name=name, content_type=content_type, etag=f'"{sha256}"')
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        return unavailable(request, error)
