"""Suspending, reinstating and revoking a certification: staff, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from portal.notices.api import notify
from training.bank.api import may_edit
from training.certification.considering import reconsider
from training.certification.models import Certification, CertificationPeriod, Standing, StandingChange
from training.certification.signals import standing_changed

_AFTER = {
    Standing.ACTIVE: {Standing.SUSPENDED, Standing.REVOKED},
    Standing.SUSPENDED: {Standing.ACTIVE, Standing.REVOKED},
    Standing.REVOKED: set(),
}


class StandingRefused(Refused):
    """The standing of the certification does not change; the reason says why."""


def possible_after(standing: Standing) -> list[Standing]:
    """What a certification of this standing can become."""
    return [one for one in Standing if one in _AFTER[standing]]


@transaction.atomic
def change_standing(
    *, actor: User, certification_id: int, standing: str, reason: str, now: datetime | None = None
) -> CertificationPeriod:
    """Suspend, reinstate ("active") or revoke the newest period of a certification. What was revoked stays so: a later
    award is another period. Raises StandingRefused."""
    now = now or timezone.now()
    wanted = Standing(standing)
    found = Certification.objects.select_related("scheme__department", "user").filter(pk=certification_id).first()
    if found is None or not may_edit(actor, found.scheme.department):
        raise StandingRefused(_("Only the department that owns the certification changes its standing."))
    if not reason.strip():
        raise StandingRefused(_("Say why, so that the person knows what to do."))
    User.objects.select_for_update(no_key=True).get(pk=found.user_id)
    certification = Certification.objects.select_for_update().get(pk=found.pk)
    if wanted not in _AFTER[Standing(certification.standing)]:
        raise StandingRefused(
            _("A certification that is %(before)s cannot become %(after)s.")
            % {"before": Standing(certification.standing).label, "after": wanted.label}
        )
    period = certification.periods.get(cycle=certification.cycle)
    CertificationPeriod.objects.filter(pk=period.pk).update(standing=wanted, standing_at=now)
    Certification.objects.filter(pk=certification.pk).update(standing=wanted)
    period.refresh_from_db()
    StandingChange.objects.create(period=period, standing=wanted, reason=reason.strip(), at=now, by=actor)
    events.record(
        verb=f"certification.{wanted}",
        subject=f"certification:{certification.pk}",
        actor=actor,
        data={"cycle": period.cycle, "reason": reason.strip()},
    )
    notify(
        user_id=found.user_id,
        kind=f"certification.{wanted}",
        key=f"certification.{wanted}:{period.pk}:{now.timestamp():.0f}",
        url=reverse("certification:certificate", args=[certification.pk]),
        urgent=True,
        title=found.scheme.title,
        title_zh=found.scheme.title_zh,
    )
    standing_changed.send(sender=CertificationPeriod, period=period)
    if wanted == Standing.ACTIVE:
        reconsider(user_id=found.user_id, scheme_ids=[found.scheme_id], now=now)
    return period
