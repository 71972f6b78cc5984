"""Taking a table away: small ones at once, big ones as a file that is written by a job and told of.

A file holds what its owner might see when it was written. It is handed out only while they may still see all of that,
and is dropped after a week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import events, storage
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from portal.notices.api import notify
from training.dashboards.models import Export, Format
from training.dashboards.tables.contents import TABLES
from training.dashboards.tables.shape import Table, asked_dealers
from training.dashboards.tables.writing import CONTENT_TYPES, write
from training.needs import scope

WRITE = "training.dashboards.tasks.write_export"
AT_ONCE_ROWS = 5000
"""Up to so many rows a table is sent in the answer."""
MOST_WAITING = 5
KEPT = timedelta(days=7)
STALLED = timedelta(minutes=15)


class ExportRefused(Refused):
    """The table is not written; the reason says why."""


def may_export(viewer: Viewer) -> bool:
    """Whether there is a table for the viewer at all."""
    return viewer.everything or bool(viewer.managed_dealers)


def table_for(*, viewer: Viewer, name: str) -> Table:
    """Raises NotVisible."""
    table = TABLES.get(name)
    if table is None or not may_export(viewer):
        raise scope.NotVisible
    return table


@transaction.atomic
def ask(*, viewer: Viewer, user: User, table: str, format: str, filters: Mapping[str, Any]) -> Export:
    """Have a file written. Raises NotVisible, ExportRefused."""
    table_for(viewer=viewer, name=table)
    asked_dealers(viewer=viewer, filters=filters)
    if format not in Format.values:
        raise scope.NotVisible
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()
    if Export.objects.filter(user=user, state=Export.State.WAITING).count() >= MOST_WAITING:
        raise ExportRefused(_("Your other files are being written. Wait for one of them."))
    export = Export.objects.create(user=user, table=table, format=format, filters=dict(filters))
    events.record(verb="export.asked", subject=f"export:{export.pk}", actor=user, data={"table": table})
    send_after_commit(WRITE, export.pk)
    return export


def write_export(*, export_id: int, then: Callable[[Export], None]) -> Export | None:
    """Write the file of an export that waits; `then` is called with it in the transaction that says it is there. Doing
    it again does nothing. Whose rows it holds is decided now."""
    export = Export.objects.select_related("user").filter(pk=export_id, state=Export.State.WAITING).first()
    if export is None:
        return None
    viewer = viewer_for(user=export.user)
    try:
        table = table_for(viewer=viewer, name=export.table)
        at = asked_dealers(viewer=viewer, filters=export.filters)
    except scope.NotVisible:
        Export.objects.filter(pk=export.pk, state=Export.State.WAITING).update(state=Export.State.FAILED)
        return None
    with TemporaryDirectory(prefix="export-") as folder, translation.override(export.user.language or None):
        path = Path(folder) / "table"
        export.rows = write(table, table.rows(viewer, at), format=export.format, path=path)
        export.size = path.stat().st_size
        with path.open("rb") as file:
            export.sha256 = file_digest(file, "sha256").hexdigest()
        storage.save(name=export.stored_as, source=path, content_type=CONTENT_TYPES[export.format])
    return _ready(export, viewer, then)


@transaction.atomic
def _ready(export: Export, viewer: Viewer, then: Callable[[Export], None]) -> Export | None:
    """Say that the file is there, once."""
    waiting = Export.objects.select_for_update().filter(pk=export.pk, state=Export.State.WAITING)
    if not waiting.exists():
        return None
    export.state, export.ready_at = Export.State.READY, timezone.now()
    export.everything, export.dealers = viewer.everything, sorted(viewer.managed_dealers)
    export.save()
    then(export)
    return export


def tell(export: Export) -> None:
    """A notice to who asked for the file."""
    notify(
        user_id=export.user_id,
        kind="export_ready",
        key=f"export:{export.pk}",
        url=reverse("dashboards:reports"),
        table=export.table,
    )


def still_theirs(*, viewer: Viewer, export: Export) -> bool:
    """Whether the viewer may today see all that the file holds: as staff, or as manager of each of its dealers."""
    if export.user_id != viewer.user_id or export.state != Export.State.READY:
        return False
    return viewer.everything or (not export.everything and viewer.managed_dealers >= set(export.dealers))


def export_of(*, viewer: Viewer, key: UUID) -> Export:
    """The viewer's own file. Raises NotVisible."""
    export = Export.objects.filter(key=key, user=viewer.user_id).first()
    if export is None or not still_theirs(viewer=viewer, export=export):
        raise scope.NotVisible
    return export


def tend() -> None:
    """Have written what a dead worker left, and drop what is old."""
    now = timezone.now()
    stalled = Export.objects.filter(state=Export.State.WAITING, asked_at__lt=now - STALLED, asked_at__gte=now - KEPT)
    for pk in stalled.order_by("pk").values_list("pk", flat=True)[:100]:
        send_after_commit(WRITE, pk)
    for export in Export.objects.filter(asked_at__lt=now - KEPT).order_by("pk")[:1000]:
        storage.delete(name=export.stored_as)
        export.delete()
