"""Confirming: a person says that they have read an edition. Once is enough, and it stays on record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content.acknowledgement import telling
from content.acknowledgement.giving import touch
from content.acknowledgement.models import Acknowledgement, Duty
from content.acknowledgement.rounds import FOLLOW_SUMS
from content.acknowledgement.signals import edition_confirmed
from content.library import api as library
from content.library.models import Edition, Manual
from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import User
from portal.notices.api import settle


class ConfirmationRefused(Refused):
    """The edition is not confirmed by this person."""


def wording_of(manual: Manual) -> str:
    """What is confirmed, in the words of the publication or else in its language."""
    if manual.confirm_wording:
        return manual.confirm_wording
    with translation.override(manual.language):
        return _("I have read this publication and will follow it.")


@transaction.atomic
def confirm(*, viewer: Viewer, user: User, manual_id: int, edition_id: int) -> bool:
    """Confirm an edition that the person may see, that is in force and that they are asked to confirm. Whether it is
    new. Raises NotVisible, ConfirmationRefused."""
    opened = library.open_edition(viewer=viewer, manual_id=manual_id, edition_id=edition_id)
    edition = opened.edition
    duty = Duty.objects.select_for_update(of=("self",)).filter(user=user, edition=edition).first()
    if duty is not None and duty.state == Duty.State.CONFIRMED:
        return False
    if not edition.is_in_force(at=timezone.now()):
        raise ConfirmationRefused(
            _("Edition %(label)s is no longer in force. Read and confirm the one that is.") % {"label": edition.label}
        )
    if duty is None or duty.state != Duty.State.OPEN:
        raise ConfirmationRefused(_("You are not asked to confirm this edition."))
    _record(duty, edition, user)
    return True


def _record(duty: Duty, edition: Edition, user: User) -> None:
    now = timezone.now()
    dealers = sorted(duty.places.values_list("dealer_id", flat=True))
    facts = {
        "user": user,
        "person": user.get_full_name() or user.username,
        "edition": edition,
        "document_number": edition.manual.document_number,
        "title": edition.manual.title,
        "label": edition.label,
        "sha256": edition.sha256,
        "wording": wording_of(edition.manual),
        "at": now,
    }
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(dealer_id=dealer, **facts) for dealer in dealers], ignore_conflicts=True
    )
    Duty.objects.filter(pk=duty.pk).update(state=Duty.State.CONFIRMED, confirmed_at=now, remind_at=None)
    touch(edition.pk, dealers)
    settle(user_id=user.pk, keys_beginning=telling.key_of(edition.pk))
    data: dict[str, object] = {"sha256": edition.sha256, "dealers": dealers}
    events.record(verb="edition.confirmed", subject=f"edition:{edition.pk}", actor=user, data=data)
    edition_confirmed.send(sender=Acknowledgement, edition_id=edition.pk, user_id=user.pk)
    send_after_commit(FOLLOW_SUMS)
