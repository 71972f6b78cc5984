"""Who learns: the people of the dealers with what the history has to know of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.demo.training.history.chance import chance
from portal.network.models import Membership, User

_ABILITY, _LEAST = (0.85, 1.0), -0.8


@dataclass(frozen=True, slots=True)
class Job:
    """A membership: where, from when until when, and as what."""

    dealer: int
    region: int
    starts: date
    ends: date | None
    roles: frozenset[str]
    brands: frozenset[str]

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Learner:
    """`ability` is on the scale of `answering`; `jobs` are in order of their beginning."""

    user: User
    ability: float
    jobs: tuple[Job, ...]

    @property
    def name(self) -> str:
        return self.user.username

    @property
    def language(self) -> str:
        return self.user.language or "en"

    def earliest(self, day: date) -> date:
        """The day, or that after they began at their first dealer if it is later."""
        return max(day, self.jobs[0].starts + timedelta(days=1))

    def job(self, day: date) -> Job:
        """Where the person works on the day; before that, where they begin."""
        return next((job for job in reversed(self.jobs) if job.holds_on(day)), self.jobs[0])


def learners() -> list[Learner]:
    """Everybody who works for a dealer and manages none, in the order of their names. Four statements."""
    rows = Membership.objects.select_related("user", "dealer").prefetch_related("roles", "dealer__brands")
    jobs: dict[int, list[Job]] = defaultdict(list)
    people: dict[int, User] = {}
    managers: set[int] = set()
    for row in rows.order_by("starts", "pk"):
        people[row.user_id] = row.user
        if row.is_manager:
            managers.add(row.user_id)
        roles = frozenset(role.code for role in row.roles.all())
        brands = frozenset(brand.code for brand in row.dealer.brands.all())
        jobs[row.user_id].append(Job(row.dealer_id, row.dealer.region_id, row.starts, row.ends, roles, brands))
    found = [
        Learner(user, max(_LEAST, chance("ability", user.username).gauss(*_ABILITY)), tuple(jobs[pk]))
        for pk, user in people.items()
        if pk not in managers
    ]
    return sorted(found, key=lambda one: one.name)


def managers_of() -> dict[int, User]:
    """A manager of each dealer, by the dealer's id. One statement."""
    rows = Membership.objects.filter(is_manager=True).select_related("user").order_by("-pk")
    return {row.dealer_id: row.user for row in rows}


def moment(day: date, hour: float) -> datetime:
    """An instant of the day in the portal's time zone; `hour` may have a fraction."""
    whole = int(hour)
    return timezone.make_aware(datetime.combine(day, time(whole, int((hour - whole) * 60))))
