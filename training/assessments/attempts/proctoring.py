"""Letting people in, one by one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.models import Attempt


class NotWaiting(Refused):
    """Nobody waits to be let in with this attempt."""


@transaction.atomic
def release(*, actor: User, attempt_id: int) -> Attempt:
    """Let the person begin. Their clock starts when they do. Releasing twice is releasing once. Raises NotWaiting."""
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, state=Attempt.State.WAITING).first()
    if attempt is None:
        raise NotWaiting(_("This attempt does not wait for a proctor."))
    if attempt.released_at is None:
        attempt.released_at, attempt.released_by = timezone.now(), actor
        attempt.save(update_fields=["released_at", "released_by"])
        events.record(verb="attempt.released", subject=f"attempt:{attempt.pk}", actor=actor)
    return attempt
