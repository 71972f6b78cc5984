"""From a published page to an edition.

Publishing keeps the text as an issue and owes its printing to the outbox, in one transaction. The delivery prints the
PDF, stores it and receives it as an edition, which is then read like any other. Until that edition is ready, the one
before it stays in force. A store that is away delays the printing; a text that cannot be printed fails the issue.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.bulletins.document import digest_of, written
from content.bulletins.models import Bulletin, Issue
from content.bulletins.printing import print_issue
from content.ingest.api import store_pdf
from content.library import api as library
from content.library.models import Edition
from portal.core import events, outbox, storage
from portal.core.errors import Refused
from portal.network.models import User

log = structlog.get_logger(__name__)
PRINTING_FAILED = "bulletins.printing_failed"
KIND = "bulletins.issue"

PICTURE_MISSING = "picture_missing"
UNPRINTABLE = "unprintable"
LABEL_TAKEN = "label_taken"


def failure_sentence(reason: str) -> str:
    """What happened and what to do next, in the active language."""
    return {
        PICTURE_MISSING: _("A picture of the text is gone from the file store. Choose it again and publish."),
        LABEL_TAKEN: _("Another edition has taken this name meanwhile. Try again: the next number is taken."),
    }.get(reason, _("The text could not be laid out. Try again; if it fails again, tell the administrator."))


def issue(*, bulletin: Bulletin, actor: User | None) -> Issue | None:
    """Keep the text that was published as the bulletin's next issue and have it printed. None if the newest issue says
    the same already and was neither failed nor withdrawn."""
    document = written(bulletin)
    digest = digest_of(document)
    with transaction.atomic():
        # The lock makes two publications at once take their numbers one after the other.
        Bulletin.objects.select_for_update(of=("self",)).filter(pk=bulletin.pk).values_list("pk").first()
        newest = bulletin.issues.select_related("edition").first()
        if newest is not None and newest.digest == digest and _stands(newest):
            return None
        made = Issue.objects.create(
            bulletin=bulletin,
            label=_label(bulletin),
            change_note=bulletin.next_change_note,
            # To the whole second, like the instant of a viewer: who looks at once sees it.
            effective_from=bulletin.next_effective_from or timezone.now().replace(microsecond=0),
            document=document,
            digest=digest,
            published_by=actor,
        )
        events.record(
            verb="bulletin.issued",
            subject=f"manual:{bulletin.pk}",
            actor=actor,
            data={"issue": made.pk, "label": made.label, "digest": digest},
        )
        outbox.enqueue(kind=KIND, key=str(made.pk))
    return made


def _stands(newest: Issue) -> bool:
    if newest.state == Issue.State.FAILED:
        return False
    return newest.edition is None or newest.edition.withdrawn_at is None


def _label(bulletin: Bulletin) -> str:
    """The name that was typed, unless it is taken, or the next number that is free."""
    taken = set(Edition.objects.filter(manual=bulletin).values_list("label", flat=True))
    taken |= set(_standing(bulletin).values_list("label", flat=True))
    if bulletin.next_label and bulletin.next_label not in taken:
        return bulletin.next_label
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _standing(bulletin: Bulletin) -> QuerySet[Issue]:
    return bulletin.issues.exclude(state=Issue.State.FAILED)


def retry(*, issue_id: int, actor: User | None) -> Issue:
    """Have the text of a failed issue printed again, under the next free name if its own is taken. Raises Refused."""
    with transaction.atomic():
        failed = Issue.objects.select_for_update(of=("self",)).select_related("bulletin").get(pk=issue_id)
        if failed.state != Issue.State.FAILED or failed.bulletin.issues.filter(pk__gt=failed.pk).exists():
            raise Refused(_("Only the newest edition can be tried again, and only if it failed."))
        failed.bulletin.next_label = failed.label
        made = Issue.objects.create(
            bulletin=failed.bulletin,
            label=_label(failed.bulletin),
            change_note=failed.change_note,
            effective_from=failed.effective_from,
            document=failed.document,
            digest=failed.digest,
            published_by=actor,
        )
        outbox.enqueue(kind=KIND, key=str(made.pk))
    return made


def deliver(key: str, payload: dict[str, object]) -> None:
    """Print the issue `key` and receive the PDF as an edition. Quiet when that is done. Raises
    storage.StorageUnavailable: the outbox asks again."""
    waiting = Issue.objects.filter(pk=int(key), state=Issue.State.WAITING)
    issue = waiting.select_related("bulletin", "published_by").first()
    if issue is None:
        return
    try:
        data = print_issue(
            document=issue.document,
            label=issue.label,
            effective_from=issue.effective_from,
            watch_at=settings.BASE_URL + issue.bulletin.reading_path(),
        )
    except storage.StorageUnavailable:
        raise
    except storage.FileMissing:
        _fail(issue, PICTURE_MISSING)
    except Exception as error:  # noqa: BLE001  (the edge of a foreign typesetter, which raises whatever it likes)
        log.error(PRINTING_FAILED, issue=issue.pk, error=type(error).__name__)
        _fail(issue, UNPRINTABLE)
    else:
        _receive(issue, data)


def _receive(issue: Issue, data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        path = Path(folder) / "bulletin.pdf"
        path.write_bytes(data)
        file = store_pdf(path=path, original_name=f"{issue.bulletin.document_number} {issue.label}.pdf")
    try:
        with transaction.atomic():
            still = Issue.objects.select_for_update(of=("self",)).filter(pk=issue.pk, state=Issue.State.WAITING)
            if not still.values_list("pk", flat=True):
                return
            edition = library.receive(
                manual=issue.bulletin,
                file=file,
                label=issue.label,
                effective_from=issue.effective_from,
                change_note=issue.change_note,
                actor=issue.published_by,
            )
            Issue.objects.filter(pk=issue.pk).update(state=Issue.State.ISSUED, edition=edition)
    except library.DuplicateEdition:
        _fail(issue, LABEL_TAKEN)


def _fail(issue: Issue, reason: str) -> None:
    with transaction.atomic():
        failed = Issue.objects.filter(pk=issue.pk, state=Issue.State.WAITING)
        if failed.update(state=Issue.State.FAILED, reason=reason):
            subject = f"manual:{issue.bulletin_id}"
            events.record(verb="bulletin.failed", subject=subject, actor=None, data={"reason": reason})
