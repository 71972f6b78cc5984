"""The job that writes a file, and who may have it.

A worker holds the row while it writes. One that dies lets it go, and another begins again, three times in all. The file
is stored before the row says that it is there, under the name of the row: who writes it again writes the same file.
A file is handed out while its owner may see all that it holds, and is dropped after a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import structlog
from django.db import Error, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from content.delivery import api as delivery
from content.exports import wording
from content.exports.models import Export, Format
from content.exports.signals import export_ready
from content.exports.tables import Opened, covers, open_table
from content.library.api import NotVisible
from portal.core import storage
from portal.core.dispatch import send_after_commit
from portal.core.leases import renewed
from portal.core.spreadsheets import XLSX, csv_lines, write_xlsx
from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from portal.notices.api import notify

log = structlog.get_logger(__name__)
LEASE_LOST = "exports.lease_not_renewed"
WRITE = "content.exports.tasks.write"
CONTENT_TYPES = {Format.CSV.value: "text/csv; charset=utf-8", Format.XLSX.value: XLSX}
KEPT = timedelta(days=7)
LEASE_SECONDS = 120
MOST_TRIES = 3
ROWS_BETWEEN = 5000
"""So often it is said how far a file is."""
MOST_AT_ONCE = 1000


def write(*, export_id: int) -> bool:
    """Write the file of an export that waits and that nobody holds. Whose rows it holds is decided now. Returns whether
    it is there."""
    now = timezone.now()
    waiting = Export.objects.filter(pk=export_id, state=Export.State.WAITING)
    free = waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now), tries__lt=MOST_TRIES)
    if not free.update(leased_until=now + timedelta(seconds=LEASE_SECONDS), tries=F("tries") + 1, rows=0):
        return False
    export = Export.objects.select_related("user").get(pk=export_id)
    try:
        opened = _opened(export, viewer_for(user=export.user), export.user)
    except NotVisible:
        _fail(export)
        return False
    with renewed(waiting, seconds=LEASE_SECONDS, lost=_lost):
        _write(export, opened)
    return _ready(export, opened)


def _lost(error: Error) -> None:
    log.warning(LEASE_LOST, error=type(error).__name__)


def _write(export: Export, opened: Opened) -> None:
    with TemporaryDirectory(prefix="export-") as folder, translation.override(export.user.language or None):
        path = Path(folder) / "table"
        rows = _counted(export, opened.rows())
        if export.format == Format.CSV:
            with path.open("w", encoding="utf-8", newline="") as lines:
                lines.writelines(csv_lines(opened.head, rows))
        else:
            with path.open("wb") as file:
                write_xlsx(file, opened.head, rows, sheet=opened.title)
        export.size = path.stat().st_size
        with path.open("rb") as file:
            export.sha256 = file_digest(file, "sha256").hexdigest()
        storage.save(name=export.stored_as, source=path, content_type=CONTENT_TYPES[export.format])


def _counted(export: Export, rows: Iterable[Any]) -> Iterator[Any]:
    """The rows, counted on the way: whoever waits sees how far it is."""
    export.rows = 0
    for row in rows:
        export.rows += 1
        if export.rows % ROWS_BETWEEN == 0:
            Export.objects.filter(pk=export.pk).update(rows=export.rows)
        yield row


@transaction.atomic
def _ready(export: Export, opened: Opened) -> bool:
    """Say that the file is there, once."""
    if not Export.objects.select_for_update().filter(pk=export.pk, state=Export.State.WAITING).exists():
        return False
    export.state, export.ready_at, export.grounds = Export.State.READY, timezone.now(), sorted(opened.grounds)
    export.leased_until = None
    export.save()
    if export.tells:
        _tell(export, wording.READY)
    export_ready.send(sender=Export, export_id=export.pk)
    return True


def let_go(*, export_id: int) -> None:
    """The worker could not write it: it is tried again, or has failed for good."""
    held = Export.objects.filter(pk=export_id, state=Export.State.WAITING)
    if not held.filter(tries__lt=MOST_TRIES).update(leased_until=None):
        for export in held:
            _fail(export)


@transaction.atomic
def _fail(export: Export) -> None:
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.WAITING)
    if waiting.update(state=Export.State.FAILED, leased_until=None) and export.tells:
        _tell(export, wording.FAILED)


def _tell(export: Export, kind: str) -> None:
    notify(
        user_id=export.user_id,
        kind=kind,
        key=f"export:{export.pk}",
        url=reverse("exports:files"),
        table=export.table,
    )


def file_name(opened: Opened, *, day: date, format: str) -> str:
    """What the file is called on the person's own disk."""
    return delivery.download_name(parts=(f"{opened.filename}-{day:%Y-%m-%d}",), extension=format)


def _opened(export: Export, viewer: Viewer, user: User) -> Opened:
    return open_table(viewer=viewer, user=user, name=export.table, asked=export.asked)


def kept(user: User) -> QuerySet[Export]:
    """The person's files, the newest first."""
    return Export.objects.filter(user=user, asked_at__gt=timezone.now() - KEPT)


def still_theirs(*, viewer: Viewer, user: User, export: Export) -> Opened:
    """The table of a file that is there, for its owner, who may see today all that it holds. Raises NotVisible."""
    if export.user_id != user.pk or export.state != Export.State.READY or export.asked_at <= timezone.now() - KEPT:
        raise NotVisible
    opened = _opened(export, viewer, user)
    if not covers(opened.grounds, export.grounds):
        raise NotVisible
    return opened


def own_file(*, viewer: Viewer, user: User, key: UUID) -> tuple[Export, Opened]:
    """A file of the person's own. Raises NotVisible."""
    export = Export.objects.filter(key=key, user=user).first()
    if export is None:
        raise NotVisible
    return export, still_theirs(viewer=viewer, user=user, export=export)


def tend() -> None:
    """Have written what a dead worker left or no message asks for, give up what cannot be written, drop what is old."""
    now = timezone.now()
    free = Q(leased_until__isnull=True, asked_at__lt=now - timedelta(seconds=LEASE_SECONDS)) | Q(leased_until__lt=now)
    for export in Export.objects.filter(free, state=Export.State.WAITING).order_by("pk")[:MOST_AT_ONCE]:
        if export.tries < MOST_TRIES:
            send_after_commit(WRITE, export.pk)
        else:
            _fail(export)
    for export in Export.objects.filter(asked_at__lte=now - KEPT).order_by("pk")[:MOST_AT_ONCE]:
        storage.delete(name=export.stored_as)
        export.delete()
