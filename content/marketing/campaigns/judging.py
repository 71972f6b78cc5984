"""The maker's side of a task: accepting what was handed in, or sending it back with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.api import NotVisible
from content.marketing.campaigns import telling
from content.marketing.campaigns.handing_in import TaskRefused
from content.marketing.campaigns.models import DealerTask, HandIn
from portal.core import events
from portal.network.authorship import may_edit
from portal.network.models import User

LONGEST_REASON = 500


@transaction.atomic
def decide(*, actor: User, hand_in_id: int, accept: bool, reason: str = "") -> HandIn:
    """Accept, or send back with a reason; who handed it in and the dealer's managers are told of the latter. Raises
    NotVisible unless the person writes for the department, TaskRefused."""
    found = (
        HandIn.objects.filter(pk=hand_in_id)
        .select_related("dealer_task__task__campaign__department", "dealer_task__dealer")
        .defer("dealer_task__task__campaign__body", "dealer_task__task__campaign__programme")
        .first()
    )
    if found is None or not may_edit(actor, found.dealer_task.task.campaign.department):
        raise NotVisible
    reason = reason.strip()[:LONGEST_REASON]
    if not accept and not reason:
        raise TaskRefused(_("Say what is to be done better."))
    held = DealerTask.objects.select_for_update().get(pk=found.dealer_task_id)
    found.refresh_from_db(fields=["verdict"])
    if found.verdict != HandIn.Verdict.WAITING:
        raise TaskRefused(_("This was decided, or taken back, meanwhile."))
    found.verdict = HandIn.Verdict.ACCEPTED if accept else HandIn.Verdict.SENT_BACK
    found.reason, found.decided_by, found.decided_at = "" if accept else reason, actor, timezone.now()
    found.save(update_fields=["verdict", "reason", "decided_by", "decided_at"])
    held.state = DealerTask.State.ACCEPTED if accept else DealerTask.State.SENT_BACK
    held.save(update_fields=["state"])
    verb = "campaign_task.accepted" if accept else "campaign_task.sent_back"
    events.record(verb=verb, subject=f"campaign_task:{held.pk}", actor=actor)
    telling.tell_decided(found)
    return found
