"""What the public check page says of a certificate: the facts that prove it, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.core.reading import read_as
from training.certification.models import Credential
from training.certification.terms import state_of
from training.certification.validity import VALID, State

_SERIAL = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Checked:
    """`state` is valid, expired, suspended or revoked; `holder` is empty where the holder does not show their name."""

    serial: str
    holder: str
    title: str
    statement: str
    awarded_on: date
    valid_from: date
    valid_until: date | None
    state: str


def check(*, serial: str, day: date | None = None) -> Checked | None:
    """The facts of the certificate with this serial; None where there is none. What is easily misread in a serial is
    read as what it must be."""
    serial = serial.strip().upper().translate(_MISREAD)
    if not _SERIAL.match(serial):
        return None
    found = Credential.objects.select_related("period__certification__scheme").filter(serial=serial).first()
    if found is None:
        return None
    period = found.period
    scheme = period.certification.scheme
    state = state_of(period, day=day or timezone.localdate())
    return Checked(
        serial=found.serial,
        holder=found.holder if found.shows_name else "",
        title=read_as(scheme.title, scheme.title_zh),
        statement=read_as(scheme.statement, scheme.statement_zh),
        awarded_on=timezone.localdate(period.awarded_at),
        valid_from=period.valid_from,
        valid_until=period.expires_on,
        state=_public(state),
    )


def _public(state: State) -> str:
    if state in VALID:
        return "valid"
    return "expired" if state in (State.GRACE, State.EXPIRED) else str(state)
