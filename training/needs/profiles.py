"""What people's jobs ask of them, and what they have: as many statements for many people as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from portal.network.models import Membership
from training.needs.levels import Reached, Shown, reached
from training.needs.models import CompetencyEvidence, RoleProfile, RoleProfileLine

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Job:
    """A person at a dealer on a day, with the job and the brand: a row for each pair of them."""

    user_id: int
    dealer_id: int
    role_id: int
    brand_id: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """What is wanted of somebody in one competency, and what there is."""

    competency_id: int
    wanted: int
    reached: Reached
    day: date

    @property
    def met(self) -> bool:
        return self.reached.level >= self.wanted

    @property
    def gap(self) -> int:
        return max(self.wanted - self.reached.level, 0)

    @property
    def expiring(self) -> bool:
        """It is met now, and no longer in 90 days."""
        return self.reached.lost_by(self.wanted, self.day + SOON)


Wanted = dict[int, dict[int, int]]
"""person or dealer's person -> competency -> level."""


def jobs(*, day: date, dealers: Collection[int] | None = None, users: Collection[int] | None = None) -> list[Job]:
    """Who works as what on `day`. One statement."""
    rows = Membership.objects.on(day).filter(user__is_active=True, roles__isnull=False)
    if dealers is not None:
        rows = rows.filter(dealer__in=dealers)
    if users is not None:
        rows = rows.filter(user__in=users)
    columns = ("user_id", "dealer_id", "roles__pk", "dealer__brands__pk")
    return [Job(*row) for row in rows.order_by("pk").values_list(*columns)]


def asked() -> dict[tuple[int, int | None], dict[int, int]]:
    """(job role, brand or None for all) -> competency -> level. One statement."""
    found: dict[tuple[int, int | None], dict[int, int]] = defaultdict(dict)
    rows = RoleProfileLine.objects.order_by("pk").values_list(
        "profile__role_id", "profile__brand_id", "competency_id", "level"
    )
    for role, brand, competency, level in rows:
        found[role, brand][competency] = level
    return dict(found)


def wanted_of(rows: Iterable[Job], profiles: dict[tuple[int, int | None], dict[int, int]]) -> Wanted:
    """What these jobs ask of each person: the highest level of all that name the competency."""
    wanted: Wanted = defaultdict(dict)
    for job in rows:
        for key in {(job.role_id, job.brand_id), (job.role_id, None)}:
            for competency, level in profiles.get(key, {}).items():
                own = wanted[job.user_id]
                own[competency] = max(level, own.get(competency, 0))
    return dict(wanted)


def reached_by(
    *, users: Collection[int], competencies: Collection[int] | None, day: date
) -> dict[tuple[int, int], Reached]:
    """(person, competency) -> what they have on `day`. One statement."""
    rows = CompetencyEvidence.objects.filter(user__in=users)
    if competencies is not None:
        rows = rows.filter(competency__in=competencies)
    shown: dict[tuple[int, int], list[Shown]] = defaultdict(list)
    columns = ("user_id", "competency_id", "origin", "level", "shown_on", "expires_on", "pk")
    for user, competency, *facts in rows.order_by("pk").values_list(*columns):
        shown[user, competency].append(Shown(*facts))
    return {pair: reached(evidence, day=day) for pair, evidence in shown.items()}


def needs_of(*, users: Collection[int], day: date, dealers: Collection[int] | None = None) -> dict[int, list[Need]]:
    """What each of these people needs, in the order of the competencies' ids; only by their jobs at `dealers`, if
    given. Three statements."""
    wanted = wanted_of(jobs(day=day, users=users, dealers=dealers), asked())
    competencies = {competency for own in wanted.values() for competency in own}
    have = reached_by(users=users, competencies=competencies, day=day)
    return {
        user: [
            Need(competency, level, have.get((user, competency), Reached()), day)
            for competency, level in sorted(own.items())
        ]
        for user, own in wanted.items()
    }


def in_profile(profile: RoleProfile) -> Q:
    """The memberships that the profile is for."""
    held = Q(roles=profile.role_id)
    return held if profile.brand_id is None else held & Q(dealer__brands=profile.brand_id)


def profiles_at(*, dealers: QuerySet[Membership]) -> QuerySet[RoleProfile]:
    """The profiles that fit somebody among these memberships."""
    fits = Q(brand__isnull=True) | Q(brand__in=dealers.order_by().values("dealer__brands"))
    return (
        RoleProfile.objects.filter(fits, role__in=dealers.order_by().values("roles"))
        .select_related("role", "brand")
        .order_by("role__name", "brand__name", "pk")
    )
