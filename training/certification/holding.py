"""Who holds what: the read paths of this room. The viewer is an argument wherever people are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.network.api import Viewer
from portal.network.models import Membership
from training.certification.models import (
    Certification,
    CertificationPeriod,
    Curriculum,
    CurriculumProgress,
    Standing,
)
from training.certification.validity import VALID, State, state_on


@dataclass(frozen=True, slots=True)
class Held:
    """What a person's certification by a scheme was at an instant. `expires_on` is its last valid day, None without
    end."""

    user_id: int
    scheme_id: int
    certification_id: int
    state: State
    valid_from: date
    expires_on: date | None

    @property
    def valid(self) -> bool:
        """Certified, its renewal open or not. Grace is not valid."""
        return self.state in VALID


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a valid certification and works at a dealer on that day. A row for each dealer of theirs."""

    user_id: int
    dealer_id: int
    expires_on: date | None


def states_of(*, user_ids: Collection[int], at: datetime | None = None) -> list[Held]:
    """What these people hold, or held, at an instant (now if None), past or to come: for each certification the newest
    period that had begun. One statement."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    periods = CertificationPeriod.objects.filter(certification__user__in=user_ids, valid_from__lte=day)
    found: dict[int, Held] = {}
    for period in periods.select_related("certification").order_by("certification", "-cycle"):
        if period.certification_id in found:
            continue
        found[period.certification_id] = Held(
            user_id=period.certification.user_id,
            scheme_id=period.certification.scheme_id,
            certification_id=period.certification_id,
            state=state_on(
                standing=_standing_at(period.standing, period.standing_at, at),
                expires_on=period.expires_on,
                renewal_opens_on=period.renewal_opens_on,
                grace_until=period.grace_until,
                day=day,
            ),
            valid_from=period.valid_from,
            expires_on=period.expires_on,
        )
    return list(found.values())


def _standing_at(standing: str, changed_at: datetime | None, at: datetime) -> str:
    """The standing at an instant; before its last change it is taken to have been active."""
    return standing if changed_at is None or changed_at <= at else Standing.ACTIVE


def holders(*, scheme_id: int, dealer_ids: Collection[int] | None = None, at: datetime | None = None) -> list[Holder]:
    """Who holds a valid certification by the scheme at an instant (now if None) and works at one of these dealers (any
    if None) on that day. Two statements, whatever their number."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    active = Q(standing=Standing.ACTIVE) | Q(standing_at__gt=at)
    periods = CertificationPeriod.objects.filter(active, certification__scheme=scheme_id, valid_from__lte=day)
    periods = periods.exclude(expires_on__lt=day)
    until: dict[int, date | None] = {}
    for user_id, expires_on in periods.values_list("certification__user", "expires_on"):
        known = until.get(user_id, date.min)
        until[user_id] = None if known is None or expires_on is None else max(known, expires_on)
    working = Membership.objects.on(day).filter(user__in=periods.values("certification__user"))
    if dealer_ids is not None:
        working = working.filter(dealer__in=dealer_ids)
    pairs = working.order_by("dealer", "user").values_list("user", "dealer").distinct()
    return [Holder(user_id, dealer_id, until[user_id]) for user_id, dealer_id in pairs if user_id in until]


def lapses(*, viewer: Viewer, until: date) -> QuerySet[Certification]:
    """Certifications that the viewer may see, are valid on the viewer's day and end by `until`; the soonest first.
    One statement; the caller pages it."""
    day = timezone.localdate(viewer.at)
    ending = Certification.objects.visible_to(viewer).valid_on(day).filter(expires_on__lte=until)
    return ending.select_related("user", "scheme").order_by("expires_on", "pk")


def certifications(
    *, viewer: Viewer, words: str = "", scheme_id: int | None = None, state: str = "", within: int | None = None
) -> QuerySet[Certification]:
    """Certifications that the viewer may see, by person. `within` is a number of days in which they end."""
    day = timezone.localdate(viewer.at)
    found = Certification.objects.visible_to(viewer).select_related("user", "scheme")
    for word in words.split()[:5]:
        found = found.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__username__icontains=word)
        )
    if scheme_id is not None:
        found = found.filter(scheme=scheme_id)
    if state in set(State):
        found = found.in_state(state, day)
    if within is not None:
        found = found.valid_on(day).filter(expires_on__lte=day + timedelta(days=within))
    return found.order_by("user__last_name", "user__first_name", "user", "scheme__title", "pk")


def curricula_for(*, role_ids: Collection[int], brand_ids: Collection[int]) -> QuerySet[Curriculum]:
    """The published curricula of somebody with these job roles who sells these brands. One that names no role, or no
    brand, is for all."""
    return _published().filter(_meets(role_ids, brand_ids)).order_by("title", "pk")


def curricula_of(*, viewer: Viewer) -> QuerySet[Curriculum]:
    """The published curricula of the viewer's own jobs, each with the brands of that dealer; for staff of the maker
    all; and those that they have begun."""
    own = Q(pk__in=CurriculumProgress.objects.filter(user=viewer.user_id).values("curriculum"))
    if viewer.everything:
        return _published().order_by("title", "pk")
    for standing in viewer.standings:
        own |= _meets(standing.roles, standing.brands)
    return _published().filter(own).order_by("title", "pk")


def _published() -> QuerySet[Curriculum]:
    published: QuerySet[Curriculum] = Curriculum.objects.filter(live=True, current__isnull=False)
    return published


def _meets(role_ids: Collection[int], brand_ids: Collection[int]) -> Q:
    through_roles, through_brands = Curriculum.roles.through.objects, Curriculum.brands.through.objects
    roles = ~Q(pk__in=through_roles.values("curriculum")) | Q(
        pk__in=through_roles.filter(jobrole__in=role_ids).values("curriculum")
    )
    brands = ~Q(pk__in=through_brands.values("curriculum")) | Q(
        pk__in=through_brands.filter(brand__in=brand_ids).values("curriculum")
    )
    return roles & brands


def progress_of(
    *, user_ids: Collection[int], curriculum_ids: Collection[int] | None = None
) -> QuerySet[CurriculumProgress]:
    """How far these people are: `done` of `required`, `completed_at`. Who has not begun has no row."""
    rows = CurriculumProgress.objects.filter(user__in=user_ids)
    return rows if curriculum_ids is None else rows.filter(curriculum__in=curriculum_ids)
