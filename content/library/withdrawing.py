"""Taking back: an edition or a whole publication, with the reason, and what is told to those who could see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.acting import acting
from content.library.models import Edition, Manual, Withdrawal
from content.library.signals import publication_withdrawn
from content.library.supersession import relink
from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer, admits
from portal.network.models import User
from portal.network.reach import audience_of

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a reader learns where something was that they could see. `edition_label` is empty for a whole publication;
    `url` leads to what is in force of it, "" if there is nothing."""

    title: str
    document_number: str
    language: str
    edition_label: str
    at: datetime
    reason: str
    url: str


def withdraw(*, edition_id: int, actor: User | None, reason: str = "") -> None:
    """Take an edition back: dealers no longer see it, and the one before it is in force again. Raises Refused."""
    with transaction.atomic():
        updated = Edition.objects.filter(pk=edition_id, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(),
            withdrawal_reason=reason.strip()[:LONGEST_REASON],
            superseded_by=None,
            superseded_at=None,
        )
        if not updated:
            raise Refused(_("This edition is withdrawn already."))
        edition = Edition.objects.get(pk=edition_id)
        subject, data = f"edition:{edition_id}", {"manual": edition.manual_id, "reason": edition.withdrawal_reason}
        events.record(verb="edition.withdrawn", subject=subject, actor=actor, data=data)
        relink(manual_id=edition.manual_id)


def withdraw_publication(*, manual_id: int, actor: User, reason: str) -> None:
    """Take a publication down, with the reason that those who could see it read in its place. Whatever it replaced is
    in force again. Raises Refused without a reason, or when it is not published."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: it is read by those who look for it."))
    try:
        with transaction.atomic(), acting(actor):
            manual = Manual.objects.select_for_update(of=("self",)).get(pk=manual_id).specific
            if not manual.live:
                raise Refused(_("This publication is not published."))
            Withdrawal.objects.create(manual=manual, reason=reason[:LONGEST_REASON], by=actor)
            manual.unpublish(user=actor)
            data: dict[str, object] = {"reason": reason[:LONGEST_REASON]}
            events.record(verb="publication.withdrawn", subject=f"manual:{manual_id}", actor=actor, data=data)
            publication_withdrawn.send(sender=Manual, manual_id=manual_id)
    except IntegrityError as error:
        raise Refused(_("This publication is withdrawn already.")) from error


def lift(*, manual_id: int) -> None:
    """It is published again: nothing is withdrawn any more."""
    Withdrawal.objects.filter(manual=manual_id, lifted_at__isnull=True).update(lifted_at=timezone.now())


def taken_back(*, viewer: Viewer, manual_id: int, edition_id: int | None) -> TakenBack | None:
    """What stands where the publication, or the named edition of it, was; None for whom it was not visible, and where
    nobody said why. At most four statements."""
    manual = Manual.objects.filter(pk=manual_id).first()
    if manual is None or not _could_see(viewer, manual):
        return None
    if manual.live:
        return _edition_taken_back(viewer, manual, edition_id)
    row = Withdrawal.objects.filter(manual=manual, lifted_at__isnull=True).first()
    if row is None:
        return None
    return _told(manual, label="", at=row.at, reason=row.reason, url="")


def _could_see(viewer: Viewer, manual: Manual) -> bool:
    dated = replace(
        audience_of(model=Manual, pk=manual.pk), effective_from=manual.effective_from, expires_at=manual.expires_at
    )
    return admits(dated, viewer=viewer)


def _edition_taken_back(viewer: Viewer, manual: Manual, edition_id: int | None) -> TakenBack | None:
    gone = Edition.objects.filter(manual=manual, state=Edition.State.READY, withdrawn_at__isnull=False)
    gone = gone.filter(effective_from__lte=viewer.at).exclude(withdrawal_reason="")
    if edition_id is not None:
        gone = gone.filter(pk=edition_id)
    edition = gone.defer("outline").order_by("-withdrawn_at", "-pk").first()
    if edition is None or edition.withdrawn_at is None:
        return None
    remains = Edition.objects.current(at=viewer.at).filter(manual=manual).exists()
    url = manual.reading_path() if remains else ""
    return _told(manual, label=edition.label, at=edition.withdrawn_at, reason=edition.withdrawal_reason, url=url)


def _told(manual: Manual, *, label: str, at: datetime, reason: str, url: str) -> TakenBack:
    return TakenBack(
        title=manual.title,
        document_number=manual.document_number,
        language=manual.language,
        edition_label=label,
        at=at,
        reason=reason,
        url=url,
    )
