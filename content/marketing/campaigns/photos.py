"""Sending a photo of a task to who may see it."""

from __future__ import annotations

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from content.delivery import api as delivery
from content.marketing.campaigns.models import TaskPhoto
from portal.core import storage

log = structlog.get_logger(__name__)
NOT_SENT = "campaigns.photo_not_sent"


def send_photo(request: HttpRequest, photo: TaskPhoto) -> HttpResponseBase:
    """The photo, kept by the person's own browser only. Ask only after the right to see it was checked."""
    etag = f'"{photo.sha256}"'
    try:
        return delivery.send_stored_image(request, name=photo.stored_as, content_type=photo.content_type, etag=etag)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        log.error(NOT_SENT, photo=photo.pk, error=type(error).__name__)
        return render(request, "delivery/unavailable.html", status=503)
