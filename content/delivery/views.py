"""Addresses from which files are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.library.api import NotVisible
from portal.core import storage
from portal.network.api import request_viewer
from portal.network.models import User

log = structlog.get_logger(__name__)
NOT_DELIVERED = "delivery.store_failed"


@require_safe
@login_required
def download(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """The file of an edition, as an attachment."""
    return _sent(request, edition_id, delivery.download_edition)


@require_safe
@login_required
def source(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """The Office file that an edition was made of, as an attachment."""
    return _sent(request, edition_id, delivery.download_source)


def _sent(request: HttpRequest, edition_id: int, send: Callable[..., HttpResponseBase]) -> HttpResponseBase:
    try:
        return send(request, viewer=request_viewer(request), edition_id=edition_id, actor=cast(User, request.user))
    except NotVisible:
        raise Http404 from None
    except delivery.DownloadRefused as refusal:
        return render(request, "delivery/refused.html", {"reason": refusal.reason}, status=403)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        log.error(NOT_DELIVERED, edition=edition_id, error=type(error).__name__)
        return render(request, "delivery/unavailable.html", status=503)
