"""The rules of a scheme applied to a person: what their certification is on a day, and how it can be earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from training.certification.models import Certification, CertificationPeriod, SchemePath, SchemeVersion
from training.certification.validity import State, Terms, state_on


@dataclass(frozen=True, slots=True)
class Way:
    """By which path somebody can earn an award now, and since when what they do counts."""

    kind: str
    since: datetime | None


def terms_of(version: SchemeVersion) -> Terms:
    """The rules of a version as far as dates go."""
    fixed = None
    if version.validity == SchemeVersion.Validity.FIXED and version.fixed_month and version.fixed_day:
        fixed = (version.fixed_month, version.fixed_day)
    return Terms(
        months=version.months if version.validity == SchemeVersion.Validity.ROLLING else None,
        fixed=fixed,
        minimum_months=version.minimum_months,
        window_days=version.window_days,
        grace_days=version.grace_days,
        from_expiry=version.renew_from == SchemeVersion.RenewFrom.EXPIRY,
    )


def state_of(held: Certification | CertificationPeriod, *, day: date) -> State:
    """What a certification, or a period of one, is on a day."""
    return state_on(
        standing=held.standing,
        expires_on=held.expires_on,
        renewal_opens_on=held.renewal_opens_on,
        grace_until=held.grace_until,
        day=day,
    )


def way_of(certification: Certification | None, *, version: SchemeVersion, day: date) -> Way | None:
    """By which path the certification can be earned on a day; None while it cannot: it is valid and its renewal is
    not open, it is suspended, or it was revoked and only staff can award it again."""
    if certification is None:
        return Way(SchemePath.Kind.INITIAL, None)
    state = state_of(certification, day=day)
    if state in (State.SUSPENDED, State.CERTIFIED):
        return None
    last = certification.periods.order_by("-cycle").first()
    if last is None:
        return None
    if state == State.REVOKED:
        again = version.after_revocation == SchemeVersion.AfterRevocation.AGAIN
        return Way(SchemePath.Kind.INITIAL, last.standing_at) if again else None
    since = last.awarded_at
    if last.renewal_opens_on is not None:
        opens = timezone.make_aware(datetime.combine(last.renewal_opens_on, time())) - timedelta(microseconds=1)
        since = max(since, opens)
    kind = SchemePath.Kind.INITIAL if state == State.EXPIRED else SchemePath.Kind.RENEWAL
    return Way(kind, since)


def path_ids(version: SchemeVersion, kind: str) -> list[int]:
    """The curricula of a path. A renewal path that names none is the first path again."""
    paths: dict[str, list[int]] = {}
    for one in version.paths.order_by("curriculum"):
        paths.setdefault(one.kind, []).append(one.curriculum_id)
    return paths.get(kind) or paths.get(SchemePath.Kind.INITIAL, [])
