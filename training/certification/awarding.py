"""Awarding a certification: once, with the evidence and the rules that it was based on.

Call it under the lock of the person, which `reconsider` and `award_by_hand` take.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.models import User
from portal.notices.api import notify
from training.bank.api import may_edit
from training.certification.earning import Assessment, Evidence, earned_by, paths_of
from training.certification.models import (
    Certification,
    CertificationPeriod,
    CertificationScheme,
    Credential,
    SchemePath,
    SchemeVersion,
    Standing,
)
from training.certification.signals import certification_awarded
from training.certification.terms import Way, path_ids, state_of, terms_of, way_of
from training.certification.validity import Dates, State, dates_of

SERIAL_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are misread."""
SERIAL_LENGTH = 16
"""80 bits."""


class AwardRefused(Refused):
    """The certification is not awarded; the reason says why."""


def award_if_earned(user: User, scheme_id: int, now: datetime) -> CertificationPeriod | None:
    """Award what the person has earned and does not have. Call it under the lock of the person."""
    scheme = CertificationScheme.objects.select_related("current").get(pk=scheme_id)
    version, today = scheme.current, timezone.localdate(now)
    if version is None or not scheme.live:
        return None
    certification = Certification.objects.select_for_update().filter(user=user, scheme=scheme).first()
    way = way_of(certification, version=version, day=today)
    curricula = path_ids(version, way.kind) if way else []
    if way is None or not curricula:
        return None
    paths = paths_of(curricula)
    assessed = Assessment(paths, earned_by([user.pk], day=today)[user.pk], since=way.since)
    if not all(assessed.reached(one).complete for one in curricula):
        return None
    evidence = assessed.evidence(curricula)
    earned_on = max((timezone.localdate(one.at) for one in evidence), default=today)
    dates = dates_of(terms=terms_of(version), awarded_on=earned_on, before=_renewed(certification, way))
    if dates.expires_on is not None and dates.expires_on < today:
        return None
    basis = {
        "path": str(way.kind),
        "since": way.since.isoformat() if way.since else None,
        "curricula": {str(one): paths[one].version_id for one in curricula},
        **_by_source(evidence),
    }
    return _award(
        user=user,
        scheme=scheme,
        version=version,
        certification=certification,
        dates=dates,
        now=now,
        source=CertificationPeriod.Source.PATH,
        basis=basis,
        actor=None,
    )


def _renewed(certification: Certification | None, way: Way) -> Dates | None:
    if certification is None or way.kind != SchemePath.Kind.RENEWAL:
        return None
    return Dates(
        certification.valid_from,
        certification.expires_on,
        certification.renewal_opens_on,
        certification.grace_until,
    )


def _by_source(evidence: list[Evidence]) -> dict[str, list[int]]:
    names = {
        "registration": "registrations",
        "prior": "prior",
        "certification": "certifications",
        "curriculum": "progress",
    }
    found: dict[str, list[int]] = {name: [] for name in names.values()}
    for one in evidence:
        found[names[one.source]].append(one.id)
    return found


def award_by_hand(
    *,
    actor: User,
    user: User,
    scheme: CertificationScheme,
    reason: str,
    awarded_on: date | None = None,
    now: datetime | None = None,
) -> CertificationPeriod:
    """Staff award a certification without its path: what was earned before the portal, an exception. Raises
    AwardRefused."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    awarded_on = awarded_on or today
    if not may_edit(actor, scheme.department):
        raise AwardRefused(_("Only the department that owns the certification awards it."))
    if not reason.strip():
        raise AwardRefused(_("Say why it is awarded."))
    if awarded_on > today:
        raise AwardRefused(_("The day of the award lies in the future."))
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        scheme = CertificationScheme.objects.select_related("current").get(pk=scheme.pk)
        version = scheme.current
        if version is None or not scheme.live:
            raise AwardRefused(_("This certification has not been published."))
        certification = Certification.objects.select_for_update().filter(user=user, scheme=scheme).first()
        before = _before_by_hand(certification, awarded_on=awarded_on, today=today)
        return _award(
            user=user,
            scheme=scheme,
            version=version,
            certification=certification,
            dates=dates_of(terms=terms_of(version), awarded_on=awarded_on, before=before),
            now=now,
            source=CertificationPeriod.Source.HAND,
            basis={"path": "hand"},
            actor=actor,
            reason=reason.strip(),
        )


def _before_by_hand(certification: Certification | None, *, awarded_on: date, today: date) -> Dates | None:
    if certification is None:
        return None
    state = state_of(certification, day=today)
    if state == State.CERTIFIED:
        raise AwardRefused(_("The person holds it, and its renewal is not open yet."))
    if state == State.SUSPENDED:
        raise AwardRefused(_("It is suspended. Reinstate it, or revoke it first."))
    if awarded_on < certification.valid_from:
        raise AwardRefused(_("The day of the award lies before the period that the person has."))
    return _renewed(certification, Way(SchemePath.Kind.RENEWAL, None)) if state != State.REVOKED else None


def _award(
    *,
    user: User,
    scheme: CertificationScheme,
    version: SchemeVersion,
    certification: Certification | None,
    dates: Dates,
    now: datetime,
    source: str,
    basis: dict[str, Any],
    actor: User | None,
    reason: str = "",
) -> CertificationPeriod:
    fields = {
        "valid_from": dates.valid_from,
        "expires_on": dates.expires_on,
        "renewal_opens_on": dates.renewal_opens_on,
        "grace_until": dates.grace_until,
    }
    if certification is None:
        certification = Certification(user=user, scheme=scheme, created_at=now)
    certification.cycle += 1
    certification.standing = Standing.ACTIVE
    for name, value in fields.items():
        setattr(certification, name, value)
    certification.save()
    period = CertificationPeriod.objects.create(
        certification=certification,
        cycle=certification.cycle,
        version=version,
        source=source,
        awarded_at=now,
        awarded_by=actor,
        reason=reason,
        basis=basis,
        **fields,
    )
    Credential.objects.create(
        period=period, serial=new_serial(), holder=user.get_full_name() or user.username, issued_at=now
    )
    events.record(
        verb="certification.awarded",
        subject=f"certification:{certification.pk}",
        actor=actor or user,
        data={"cycle": period.cycle, "source": str(source), "reason": reason},
    )
    notify(
        user_id=user.pk,
        kind="certification.awarded",
        key=f"certification.awarded:{period.pk}",
        url=reverse("certification:certificate", args=[certification.pk]),
        title=scheme.title,
        title_zh=scheme.title_zh,
    )
    certification_awarded.send(sender=CertificationPeriod, period=period)
    send_after_commit("training.certification.tasks.make_certificate", period.pk)
    return period


def new_serial() -> str:
    """A serial that nobody guesses, in groups of four."""
    drawn = "".join(secrets.choice(SERIAL_ALPHABET) for _n in range(SERIAL_LENGTH))
    return "-".join(drawn[at : at + 4] for at in range(0, SERIAL_LENGTH, 4))
