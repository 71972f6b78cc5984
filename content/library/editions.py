"""The life of an edition: received, read, ready or failed. It is withdrawn by `content.library.withdrawing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.models import Edition, Manual
from content.library.signals import edition_ready, edition_received
from content.library.supersession import relink
from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User


class DuplicateEdition(Refused):
    """The manual has this file, or an edition of this label, already."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store: its name there, what the person called it, its SHA-256 (hex) and bytes."""

    name: str
    original_name: str
    sha256: str
    size: int


def receive(
    *,
    manual: Manual,
    file: StoredFile,
    label: str,
    effective_from: datetime,
    change_note: str = "",
    actor: User | None,
) -> Edition:
    """Record a stored file as a new edition and have it read.

    Raises DuplicateEdition when the manual has this file or this label; nothing is changed then. An earlier attempt
    at the same file that failed is read again instead.
    """
    existing = Edition.objects.filter(manual=manual, sha256=file.sha256).first()
    if existing is not None:
        raise DuplicateEdition(_("This file is edition %(label)s of the manual already.") % {"label": existing.label})
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                manual=manual,
                label=label,
                change_note=change_note,
                effective_from=effective_from,
                file_name=file.name,
                original_name=file.original_name,
                sha256=file.sha256,
                size=file.size,
                uploaded_by=actor,
            )
            events.record(
                verb="edition.received",
                subject=f"edition:{edition.pk}",
                actor=actor,
                data={"sha256": file.sha256, "manual": manual.pk},
            )
            edition_received.send(sender=Edition, edition_id=edition.pk)
    except IntegrityError as error:
        raise DuplicateEdition(_("The manual has an edition called %(label)s already.") % {"label": label}) from error
    return edition


def mark_extracting(*, edition_id: int, page_count: int, outline: list[list[object]]) -> None:
    """The file was opened: so many pages, this outline."""
    Edition.objects.filter(pk=edition_id, state=Edition.State.RECEIVED).update(
        state=Edition.State.EXTRACTING, page_count=page_count, outline=outline
    )


def mark_ready(*, edition_id: int) -> bool:
    """Every page is read: the edition takes its place in the line. Returns False if it was not being read."""
    with transaction.atomic():
        updated = Edition.objects.filter(pk=edition_id, state=Edition.State.EXTRACTING).update(
            state=Edition.State.READY, ready_at=timezone.now(), failure_reason="", failure_page=None
        )
        if not updated:
            return False
        edition = Edition.objects.get(pk=edition_id)
        relink(manual_id=edition.manual_id)
        events.record(verb="edition.ready", subject=f"edition:{edition_id}", actor=None)
        edition_ready.send(sender=Edition, edition_id=edition_id)
    return True


def mark_failed(*, edition_id: int, reason: str, page: int | None = None) -> None:
    """The file cannot be read; what was in force stays so. `reason` is a code of `content.ingest`."""
    with transaction.atomic():
        updated = Edition.objects.filter(
            pk=edition_id, state__in=[Edition.State.RECEIVED, Edition.State.EXTRACTING]
        ).update(state=Edition.State.FAILED, failure_reason=reason, failure_page=page)
        if updated:
            events.record(verb="edition.failed", subject=f"edition:{edition_id}", actor=None, data={"reason": reason})


def retry(*, edition_id: int, actor: User | None) -> None:
    """Read a failed edition again. Refused unless it failed."""
    with transaction.atomic():
        updated = Edition.objects.filter(pk=edition_id, state=Edition.State.FAILED).update(
            state=Edition.State.RECEIVED, failure_reason="", failure_page=None
        )
        if not updated:
            raise Refused(_("Only an edition that failed can be tried again."))
        events.record(verb="edition.retried", subject=f"edition:{edition_id}", actor=actor)
        edition_received.send(sender=Edition, edition_id=edition_id)
