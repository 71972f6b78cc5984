"""What tests of reach need: people of two dealers in two regions, and an edition that some of them have used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from content.announcing.announcing import announce, tell
from content.announcing.topics import IN_FORCE
from content.delivery.api import What, note_use
from content.library.models import Edition
from portal.network.api import viewer_for
from portal.network.models import Dealer, JobRole, Region, User
from tests import factories
from tests.content.feedback.builders import author, department, owned, signed_in

__all__ = ["World", "announced", "author", "department", "owned", "signed_in", "use", "world"]


@dataclass
class World:
    """North > Coast has dealer `one` with `ann` (who manages), `bob` and `cat`; South has dealer `two` with `dan`."""

    north: Region
    coast: Region
    south: Region
    one: Dealer
    two: Dealer
    role: JobRole
    people: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.people[name]


def world() -> World:
    north = factories.RegionFactory(name="North")
    coast = factories.RegionFactory(name="Coast", parent=north)
    south = factories.RegionFactory(name="South")
    brand = factories.BrandFactory()
    one = factories.DealerFactory(name="Dealer One", code="ONE", region=coast, brands=[brand])
    two = factories.DealerFactory(name="Dealer Two", code="TWO", region=south, brands=[brand])
    role = factories.JobRoleFactory(code="technician")
    people = {name: factories.person(username=name, dealer=one, roles=[role]) for name in ("ann", "bob", "cat")}
    people["dan"] = factories.person(username="dan", dealer=two, roles=[role])
    people["ann"].memberships.update(is_manager=True)
    return World(north, coast, south, one, two, role, people)


def use(user: User, edition: Edition, what: What = What.SEEN, *, days_ago: int = 0) -> None:
    """The person uses an edition, at noon of a day."""
    day = timezone.localdate() - timedelta(days=days_ago)
    note_use(viewer=viewer_for(user=user, at=noon(day)), thing="edition", thing_id=edition.pk, what=what)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def announced(edition: Edition, **fields: Any) -> None:
    """All whom the edition reaches are told that it is in force."""
    data = {"title": "x", "edition": edition.label, "category": "workshop", "edition_id": edition.pk, "note": ""}
    made = announce(
        kind=IN_FORCE,
        thing=edition.manual,
        key=f"edition:{edition.pk}:in_force",
        url="/",
        topic="manuals",
        data={**data, "first": True},
        **fields,
    )
    tell(announcement_id=made.pk)
