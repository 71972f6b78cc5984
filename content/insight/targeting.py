"""How many people, and at which dealers, audiences mean: of many things at once, in a fixed number of statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.network.api import Standing, Viewer, Visibility, admits
from portal.network.models import Dealer, Membership, lineage


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who are alike to every audience: the same dealer, the same job roles."""

    standing: Standing
    dealer_id: int
    users: frozenset[int]


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom an audience means: how many people, and how many of them at each dealer."""

    people: int
    dealers: dict[int, int]


def crowds(*, day: date, dealers: Collection[int] | None = None) -> list[Crowd]:
    """The active people who work at these dealers (all if None) on `day`. Three statements."""
    members = Membership.objects.on(day).filter(user__is_active=True)
    if dealers is not None:
        members = members.filter(dealer__in=dealers)
    facts = members.order_by("pk").values_list("pk", "user_id", "dealer_id", "dealer__tier_id", "dealer__region__path")
    roles = _grouped(
        Membership.roles.through._default_manager.filter(membership__in=members.order_by().values("pk")),
        "membership_id",
        "jobrole_id",
    )
    brands = _grouped(Dealer.brands.through._default_manager.all(), "dealer_id", "brand_id")
    found: dict[tuple[int, frozenset[int]], tuple[tuple[int, str], set[int]]] = {}
    for pk, user, dealer, tier, path in facts:
        key = (dealer, frozenset(roles.get(pk, ())))
        found.setdefault(key, ((tier, path), set()))[1].add(user)
    return [
        Crowd(
            Standing(
                brands=frozenset(brands.get(dealer, ())),
                regions=frozenset(lineage(path)),
                tiers=frozenset([tier]),
                roles=held,
                dealers=frozenset([dealer]),
            ),
            dealer,
            frozenset(users),
        )
        for (dealer, held), ((tier, path), users) in found.items()
    ]


def _grouped(rows: Any, key: str, value: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in rows.values_list(key, value):
        found[one].add(other)
    return found


class Aim:
    """Whom audiences mean among some people; things with the same audience are worked out once."""

    def __init__(self, people: Iterable[Crowd]) -> None:
        self.people = list(people)
        self.at = timezone.now()
        self._known: dict[Visibility, Meant] = {}

    def at_whom(self, audience: Visibility) -> Meant:
        """No statement."""
        known = self._known.get(audience)
        if known is None:
            known = self._known[audience] = self._worked_out(audience)
        return known

    def _worked_out(self, audience: Visibility) -> Meant:
        people: set[int] = set()
        dealers: Counter[int] = Counter()
        for crowd in self.people:
            if admits(audience, viewer=Viewer(user_id=None, at=self.at, standings=(crowd.standing,))):
                people |= crowd.users
                dealers[crowd.dealer_id] += len(crowd.users)
        return Meant(people=len(people), dealers=dict(dealers))
