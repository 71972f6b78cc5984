"""The reach of one thing: over all, by region and dealer, over time, and, for a manager, by person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from content.acknowledgement.models import Acknowledgement
from content.delivery.api import What
from content.insight.funnel import told_keys
from content.insight.kinds import EDITION, KINDS
from content.insight.models import DaySum, DealerReach, ThingReach, Use
from content.insight.scope import Scope
from content.library.api import NotVisible
from portal.network.models import Dealer, Membership, Region, User
from portal.network.models import lineage as lineage_of
from portal.network.reach import audience_of, memberships_reached
from portal.notices.models import Notice

COUNTS = ("targeted", "told", "seen", "taken", "confirmed")
NOTHING = (0, 0, 0, 0)
DAYS_SHOWN = 60


@dataclass(slots=True)
class Place:
    """A region, a dealer or the whole network: how many people the thing is meant for, and has come to."""

    name: str
    id: int = 0
    code: str = ""
    path: str = ""
    dealers: int = 0
    dealers_seen: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))

    def add(self, other: Place) -> None:
        """Count another place as part of this one."""
        self.dealers += other.dealers
        self.dealers_seen += other.dealers_seen
        for name in COUNTS:
            self.counts[name] += other.counts[name]

    @property
    def share(self) -> float | None:
        """Of the people it is meant for, how many have seen it."""
        return min(1.0, self.counts["seen"] / self.counts["targeted"]) if self.counts["targeted"] else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one of a manager's people was told of a thing, has seen it, has taken it and has confirmed it."""

    person: User
    told: bool
    seen: bool
    taken: bool
    confirmed: bool


def dealers_of(scope: Scope, thing: ThingReach) -> list[Place]:
    """The dealers that the thing is meant for or has come to, with `path` of their region. Four statements."""
    meant = reached(scope, thing).values_list("dealer").annotate(people=Count("user", distinct=True)).order_by()
    people = dict(meant)
    counted = DealerReach.objects.filter(thing=thing.thing, thing_id=thing.thing_id)
    if scope.dealers is not None:
        counted = counted.filter(dealer__in=scope.dealers)
    came = {row[0]: row[1:] for row in counted.values_list("dealer_id", *COUNTS[1:])}
    dealers = Dealer.objects.filter(pk__in={*people, *came}).order_by("name", "pk")
    # Rows, not objects: they are made for every dealer of the network, of whom a page shows fifty.
    return [
        _dealer(*row, (people.get(row[0], 0), *came.get(row[0], NOTHING)))
        for row in dealers.values_list("pk", "name", "code", "region__path")
    ]


def reached(scope: Scope, thing: ThingReach) -> QuerySet[Membership]:
    """The memberships of today that the thing is meant for. One statement, for its audience."""
    audience = audience_of(model=KINDS[thing.thing].model, pk=thing.target_id)
    there = memberships_reached(audience=audience, day=timezone.localdate()).filter(user__is_active=True)
    return there if scope.dealers is None else there.filter(dealer__in=scope.dealers)


def _dealer(pk: int, name: str, code: str, path: str, counts: tuple[int, ...]) -> Place:
    place = Place(name, pk, code, path, counts=dict(zip(COUNTS, counts, strict=True)))
    place.dealers = int(place.counts["targeted"] > 0)
    place.dealers_seen = int(place.dealers and place.counts["seen"] > 0)
    return place


def whole(dealers: Iterable[Place]) -> Place:
    """All of them together."""
    total = Place(name="")
    for one in dealers:
        total.add(one)
    return total


def regions(dealers: Iterable[Place], *, below: Region | None) -> list[Place]:
    """The regions next below one (the topmost if None) in which there are such dealers. One statement."""
    children = Region.objects.filter(parent=below).order_by("name", "pk")
    places = {one.pk: Place(name=one.name, id=one.pk, path=one.path) for one in children}
    for dealer in dealers:
        for region_id in lineage_of(dealer.path):
            if region_id in places:
                places[region_id].add(dealer)
    return [place for place in places.values() if place.dealers or place.counts["seen"]]


def region_named(text: str) -> Region | None:
    """The region with this id; None if none is asked for. Raises NotVisible."""
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    found = Region.objects.filter(pk=number).first()
    if found is None:
        raise NotVisible
    return found


def lineage(region: Region | None) -> list[Region]:
    """From the root down to the region. One statement."""
    return list(Region.objects.filter(pk__in=region.lineage).order_by("path")) if region else []


def days(scope: Scope, thing: ThingReach, *, until: date) -> list[dict[str, Any]]:
    """Each of the last sixty days with the people who saw, downloaded, printed and shared it. One statement."""
    first = until - timedelta(days=DAYS_SHOWN - 1)
    found = DaySum.objects.filter(thing=thing.thing, thing_id=thing.thing_id, day__gte=first, day__lte=until)
    if scope.dealers is not None:
        found = found.filter(dealer__in=scope.dealers)
    sums = {what.value: Sum(what.value) for what in What}
    by_day: dict[date, dict[str, Any]] = {
        row["day"]: dict(row) for row in found.order_by().values("day").annotate(**sums)
    }
    nothing = dict.fromkeys(sums, 0)
    every = (first + timedelta(days=n) for n in range(DAYS_SHOWN))
    return [by_day.get(day, {"day": day, **nothing}) for day in every]


def team(scope: Scope, thing: ThingReach) -> QuerySet[User]:
    """A manager's people whom the thing is meant for, by name. Two statements."""
    there = reached(scope, thing).order_by().values("user")
    return User.objects.filter(pk__in=there).order_by("last_name", "first_name", "username", "pk")


def standings(thing: ThingReach, people: Iterable[User]) -> list[Standing]:
    """How each of these people stands. Four statements."""
    listed = list(people)
    uses = Use.objects.filter(user__in=listed, thing=thing.thing, thing_id=thing.thing_id).order_by()
    seen = Count("pk", filter=Q(what=What.SEEN))
    found = {user: (saw, every) for user, saw, every in uses.values_list("user").annotate(saw=seen, every=Count("pk"))}
    keys = list(told_keys(thing.thing, [thing.thing_id]))
    told = set(Notice.objects.filter(user__in=listed, key__in=keys).values_list("user_id", flat=True))
    confirmed: set[int] = set()
    if thing.thing == EDITION:
        own = Acknowledgement.objects.filter(user__in=listed, edition=thing.thing_id)
        confirmed = {user for user in own.values_list("user_id", flat=True) if user is not None}
    rows = []
    for person in listed:
        saw, every = found.get(person.pk, (0, 0))
        pk = person.pk
        rows.append(Standing(person, pk in told, seen=saw > 0, taken=every > saw, confirmed=pk in confirmed))
    return rows
