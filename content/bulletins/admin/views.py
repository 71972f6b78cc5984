"""Pages and actions of bulletins in the CMS, beside the page's own editor."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.bulletins.admin.choosers import own_files
from content.bulletins.issuing import retry as issue_again
from content.bulletins.models import BulletinFile, Issue
from content.bulletins.reading import IssuedFile
from content.bulletins.views.files import send_attachment, send_picture
from content.ingest.api import manual_for
from portal.core import storage
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.models import User


@require_POST
def retry(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Print a failed issue again. Raises Http404, PermissionDenied."""
    issue = get_object_or_404(Issue.objects.only("bulletin"), pk=min(issue_id, LARGEST_ID))
    manual_for(request, issue.bulletin_id)
    try:
        made = issue_again(issue_id=issue.pk, actor=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Edition %(label)s is being made.") % {"label": made.label})
    return redirect("ingest:manual_editions", issue.bulletin_id)


@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file of one's own department, for previews and choosers. Raises Http404."""
    found = own_files(BulletinFile, request.user).filter(pk=min(file_id, LARGEST_ID)).first()
    if found is None:
        raise Http404
    names = ("stored_as", "kind", "name", "sha256", "content_type", "size")
    kept = IssuedFile(**{name: getattr(found, name) for name in names})
    try:
        send = send_picture if found.kind == BulletinFile.Kind.PICTURE else send_attachment
        return send(request, kept)
    except (storage.FileMissing, storage.StorageUnavailable) as error:
        raise Http404 from error
