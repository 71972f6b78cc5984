"""Downloading an edition: authorise, record, send."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from content.delivery.filenames import download_name
from content.delivery.sending import send_file
from content.delivery.using import What, note_use
from content.library import api as library
from content.library.models import Edition, EditionSource
from portal.core import events
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer
from portal.network.models import User

PDF = "application/pdf"
"""Decided at ingest, which refuses everything else, and never guessed from a name or sniffed from bytes."""
DOWNLOADED = "edition.downloaded"
SAME_DOWNLOAD_SECONDS = 600
"""A download manager asks for one file in many ranges; that is one download."""


class DownloadRefused(Refused):
    """The viewer may read the manual, but its file is not handed out."""


def may_download(*, viewer: Viewer, allowed: bool) -> bool:
    """Whether a reader of a manual may take its file: dealers if the manual allows it, OEM staff always."""
    return allowed or viewer.everything


def download_edition(request: HttpRequest, *, viewer: Viewer, edition_id: int, actor: User) -> HttpResponseBase:
    """The file of an edition. Raises NotVisible, DownloadRefused, storage.FileMissing, storage.StorageUnavailable."""
    opened = _opened(viewer=viewer, edition_id=edition_id)
    manual, edition = opened.manual, opened.edition
    if request.method == "GET":
        _record(edition, viewer=viewer, actor=actor)
    return send_file(
        request,
        name=edition.file_name,
        size=edition.size,
        sha256=edition.sha256,
        content_type=PDF,
        filename=download_name(parts=(manual.document_number, edition.label), extension="pdf"),
    )


def download_source(request: HttpRequest, *, viewer: Viewer, edition_id: int, actor: User) -> HttpResponseBase:
    """The Office file that an edition was converted from. Raises what `download_edition` does; NotVisible, too, for an
    edition that was made of nothing else."""
    opened = _opened(viewer=viewer, edition_id=edition_id)
    source: EditionSource | None = getattr(opened.edition, "source", None)
    if source is None:
        raise library.NotVisible
    if request.method == "GET":
        _record(opened.edition, viewer=viewer, actor=actor)
    return send_file(
        request,
        name=source.file_name,
        size=source.size,
        sha256=source.sha256,
        content_type=source.content_type,
        filename=download_name(parts=(opened.manual.document_number, opened.edition.label), extension=source.extension),
    )


def _opened(*, viewer: Viewer, edition_id: int) -> library.OpenEdition:
    """An edition whose file the viewer may take."""
    if edition_id > LARGEST_ID:
        raise library.NotVisible
    manual_id = Edition.objects.filter(pk=edition_id).values_list("manual_id", flat=True).first()
    if manual_id is None:
        raise library.NotVisible
    opened = library.open_edition(viewer=viewer, manual_id=manual_id, edition_id=edition_id)
    if not may_download(viewer=viewer, allowed=opened.manual.allow_download):
        raise DownloadRefused(_("This manual can be read here, but its file is not handed out."))
    return opened


def _record(edition: Edition, *, viewer: Viewer, actor: User) -> None:
    if not cache.add(f"delivery:downloaded:{actor.pk}:{edition.pk}", True, SAME_DOWNLOAD_SECONDS):
        return
    events.record(verb=DOWNLOADED, subject=f"edition:{edition.pk}", actor=actor, data={"manual": edition.manual_id})
    note_use(viewer=viewer, thing="edition", thing_id=edition.pk, what=What.DOWNLOADED)
