"""The pictures and attachments of an edition's text. The right to see it is checked at each request."""

from __future__ import annotations

from pathlib import PurePosixPath

import structlog
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.bulletins.models import BulletinFile
from content.bulletins.reading import IssuedFile, open_file
from content.delivery import api as delivery
from content.library.api import unseen_is_absent
from portal.core import storage
from portal.network.api import request_viewer

log = structlog.get_logger(__name__)
NOT_SENT = "bulletins.store_failed"


@require_safe
@login_required
def file(request: HttpRequest, bulletin_id: int, edition_id: int, place: int) -> HttpResponseBase:
    """What is seen in the text; or an attachment, where the bulletin's file may be taken."""
    viewer = request_viewer(request)
    with unseen_is_absent(bulletin_id, edition_id, place):
        opened, found = open_file(viewer=viewer, bulletin_id=bulletin_id, edition_id=edition_id, place=place)
    is_picture, is_seen = found.kind == BulletinFile.Kind.PICTURE, found.kind in BulletinFile.SHOWN
    if not (is_seen or delivery.may_download(viewer=viewer, allowed=opened.manual.allow_download)):
        reason = _("This bulletin can be read here, but its files are not handed out.")
        return render(request, "delivery/refused.html", {"reason": reason}, status=403)
    try:
        return send_picture(request, found) if is_picture else send_attachment(request, found)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        log.error(NOT_SENT, bulletin=bulletin_id, error=type(error).__name__)
        return render(request, "delivery/unavailable.html", status=503)


def send_picture(request: HttpRequest, found: IssuedFile) -> HttpResponseBase:
    """The picture, kept by the person's own browser only. Raises storage.FileMissing, storage.StorageUnavailable."""
    etag = f'"{found.sha256}"'
    return delivery.send_stored_image(request, name=found.stored_as, content_type=found.content_type, etag=etag)


def send_attachment(request: HttpRequest, found: IssuedFile) -> HttpResponseBase:
    """The file under its own name; a film by ranges, as a player asks. Raises storage.FileMissing,
    storage.StorageUnavailable."""
    name = PurePosixPath(found.name)
    return delivery.send_file(
        request,
        name=found.stored_as,
        size=found.size,
        sha256=found.sha256,
        content_type=found.content_type,
        filename=delivery.download_name(parts=(name.stem,), extension=name.suffix.lstrip(".").lower()),
    )
