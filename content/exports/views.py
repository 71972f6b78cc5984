"""The files that a person has asked for."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from content.exports import writing
from content.exports.models import Export
from content.exports.tables import title_of
from content.library.api import unseen_is_absent
from portal.core import storage
from portal.network.api import request_viewer
from portal.network.models import User

log = structlog.get_logger(__name__)
NOT_DELIVERED = "exports.store_failed"
PER_PAGE = 20


@require_safe
@login_required
@never_cache
def files(request: HttpRequest) -> HttpResponse:
    """Those that are there, and how far the others are."""
    page = Paginator(writing.kept(_own(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "files": [(one, title_of(one.table), one.asked_at + writing.KEPT) for one in page],
        "is_waiting": any(one.state == Export.State.WAITING for one in page),
    }
    return render(request, "exports/files.html", context)


@require_safe
@login_required
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One of them, as long as its owner may see what it holds."""
    with unseen_is_absent():
        found, opened = writing.own_file(viewer=request_viewer(request), user=_own(request), key=key)
    day = timezone.localdate(found.ready_at)
    left = found.asked_at + writing.KEPT - timezone.now()
    try:
        return delivery.send_file(
            request,
            name=found.stored_as,
            size=found.size,
            sha256=found.sha256,
            content_type=writing.CONTENT_TYPES[found.format],
            filename=writing.file_name(opened, day=day, format=found.format),
            seconds=int(left.total_seconds()),
        )
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        log.error(NOT_DELIVERED, export=found.pk, error=type(error).__name__)
        return render(request, "delivery/unavailable.html", status=503)


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user
