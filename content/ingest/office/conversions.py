"""From an Office file to an edition: kept as it is, converted by a worker, received like any PDF.

    waiting -> converted (has an edition) | failed (`reason`; can be tried again)

What is owed is an outbox entry, written with the row: a worker that dies, or a store that is away, delays the
conversion and loses nothing. Until the edition is ready, the one before it stays in force.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from content.ingest.extraction.api import ExtractionFailed, FailureReason, sentence
from content.ingest.intake import clean_name, sha256_of, store_pdf
from content.ingest.models import Conversion
from content.ingest.office.formats import FORMATS, OfficeFormat, printable_format
from content.ingest.office.program import convert, is_installed
from content.library import api as library
from content.library.models import Edition, EditionSource, Manual
from portal.core import events, outbox, storage
from portal.core.errors import Refused
from portal.network.models import User

KIND = "ingest.conversion"
TAKEN = "taken"
"""Why a conversion failed when the manual has such an edition meanwhile; the other reasons are those of extraction."""


def office_format_of(path: Path) -> OfficeFormat | None:
    """The Office format of a file, None for anything else. Raises Refused, with a sentence for the person, for an
    Office file that is not taken, and where this server cannot convert any."""
    try:
        found = printable_format(path)
    except ExtractionFailed as failure:
        raise Refused(sentence(reason=failure.reason)) from failure
    if found is not None and not is_installed():
        raise Refused(sentence(reason=FailureReason.OFFICE_UNAVAILABLE))
    return found


def take_in(
    *,
    manual: Manual,
    path: Path,
    format: OfficeFormat,
    original_name: str,
    label: str,
    effective_from: datetime,
    change_note: str = "",
    actor: User | None,
) -> Conversion:
    """Keep the Office file under a name made of its content and owe its conversion.

    Raises library.DuplicateEdition when the manual has this file or this label already, or is getting it;
    StorageUnavailable when the store is away. Nothing is changed then.
    """
    digest = sha256_of(path)
    known = EditionSource.objects.filter(edition__manual=manual, sha256=digest).select_related("edition").first()
    if known is not None:
        text = _("This file is edition %(label)s of the manual already.") % {"label": known.edition.label}
        raise library.DuplicateEdition(text)
    if Conversion.objects.filter(manual=manual, sha256=digest, state=Conversion.State.WAITING).exists():
        raise library.DuplicateEdition(_("This file is being converted for the manual already."))
    if Edition.objects.filter(manual=manual, label=label).exists():
        raise library.DuplicateEdition(_("The manual has an edition called %(label)s already.") % {"label": label})
    name = f"originals/{digest[:2]}/{digest}.{format.extension}"
    if not storage.exists(name=name) or storage.size(name=name) != path.stat().st_size:
        storage.save(name=name, source=path, content_type=format.content_type)
    try:
        with transaction.atomic():
            made = Conversion.objects.create(
                manual=manual,
                label=label,
                effective_from=effective_from,
                change_note=change_note,
                file_name=name,
                original_name=clean_name(original_name),
                sha256=digest,
                size=path.stat().st_size,
                format=format.extension,
                requested_by=actor,
            )
            events.record(
                verb="edition.source_received",
                subject=f"manual:{manual.pk}",
                actor=actor,
                data={"sha256": digest, "label": label, "format": format.extension},
            )
            outbox.enqueue(kind=KIND, key=str(made.pk))
    except IntegrityError as error:
        raise library.DuplicateEdition(_("An edition called %(label)s is being made.") % {"label": label}) from error
    return made


def deliver(key: str, payload: dict[str, object]) -> None:
    """Convert what conversion `key` asks for and receive the PDF as an edition. Quiet when that is done. Raises
    storage.StorageUnavailable: the outbox asks again."""
    waiting = Conversion.objects.filter(pk=int(key), state=Conversion.State.WAITING)
    asked = waiting.select_related("manual", "requested_by").first()
    if asked is None:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="conversion-") as folder:
            source = storage.local_copy(name=asked.file_name)
            pdf = convert(path=source, format=FORMATS[asked.format], folder=Path(folder))
            file = store_pdf(path=pdf, original_name=f"{Path(asked.original_name).stem}.pdf")
        _receive(asked, file)
    except ExtractionFailed as failure:
        _fail(asked, failure.reason)
    except library.DuplicateEdition:
        _fail(asked, TAKEN)
    except Refused:
        _fail(asked, FailureReason.NOT_CONVERTED)


@transaction.atomic
def _receive(asked: Conversion, file: library.StoredFile) -> None:
    still = Conversion.objects.select_for_update(of=("self",)).filter(pk=asked.pk, state=Conversion.State.WAITING)
    if not still.values_list("pk", flat=True):
        return
    edition = library.receive(
        manual=asked.manual,
        file=file,
        label=asked.label,
        effective_from=asked.effective_from,
        change_note=asked.change_note,
        actor=asked.requested_by,
    )
    EditionSource.objects.create(
        edition=edition,
        file_name=asked.file_name,
        original_name=asked.original_name,
        sha256=asked.sha256,
        size=asked.size,
        extension=asked.format,
        content_type=FORMATS[asked.format].content_type,
    )
    Conversion.objects.filter(pk=asked.pk).update(state=Conversion.State.CONVERTED, edition=edition)


def _fail(asked: Conversion, reason: str) -> None:
    with transaction.atomic():
        waiting = Conversion.objects.filter(pk=asked.pk, state=Conversion.State.WAITING)
        if waiting.update(state=Conversion.State.FAILED, reason=reason):
            subject = f"manual:{asked.manual_id}"
            events.record(verb="edition.not_converted", subject=subject, actor=None, data={"reason": reason})


def retry(*, conversion_id: int, actor: User | None) -> Conversion:
    """Have a failed conversion tried again. Raises Refused unless it failed, or while another edition of its name is
    being made."""
    try:
        with transaction.atomic():
            failed = Conversion.objects.filter(pk=conversion_id, state=Conversion.State.FAILED)
            if not failed.update(state=Conversion.State.WAITING, reason=""):
                raise Refused(_("Only a conversion that failed can be tried again."))
            again = Conversion.objects.select_related("manual").get(pk=conversion_id)
            events.record(verb="edition.conversion_retried", subject=f"manual:{again.manual_id}", actor=actor)
            outbox.enqueue(kind=KIND, key=str(conversion_id))
    except IntegrityError as error:
        raise Refused(_("Another edition of this name is being made.")) from error
    return again


def failure_sentence(reason: str) -> str:
    """What happened and what to do next, in the active language."""
    if reason == TAKEN:
        return _("The manual has an edition of this name, or this very file, meanwhile. Upload it under another name.")
    return sentence(reason=reason)
