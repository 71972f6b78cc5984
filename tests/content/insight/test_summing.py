"""The sums: whom a thing was meant for, told, seen by; the same however often and in whatever order they are made."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.delivery.api import What
from content.insight import summing
from content.insight.models import DaySum, DealerReach, ThingReach, Use
from content.insight.targeting import Aim, crowds
from content.library.models import Manual
from portal.network.reach import audiences_of, dealers_reached, people_reached
from tests import factories
from tests.content.insight import builders


def counts(row: ThingReach | DealerReach) -> tuple[int, int, int, int]:
    return (row.told, row.seen, row.taken, row.confirmed)


@pytest.mark.django_db
def test_people_count_once_where_they_worked() -> None:
    cache.clear()
    world, edition = builders.world(), builders.owned()
    builders.announced(edition)
    for name, what, days_ago in (
        ("bob", What.SEEN, 1),
        ("bob", What.SEEN, 0),
        ("cat", What.SEEN, 0),
        ("cat", What.DOWNLOADED, 0),
        ("cat", What.PRINTED, 0),
        ("dan", What.DOWNLOADED, 0),
    ):
        builders.use(world[name], edition, what, days_ago=days_ago)
    assert summing.follow() == 1
    thing = ThingReach.objects.get()
    assert (thing.targeted, thing.dealers, thing.dealers_seen, thing.is_current) == (4, 2, 1, True)
    assert counts(thing) == (4, 2, 2, 0)
    assert counts(DealerReach.objects.get(dealer=world.one)) == (3, 2, 1, 0)
    assert counts(DealerReach.objects.get(dealer=world.two)) == (1, 0, 1, 0)
    today = DaySum.objects.get(dealer=world.one, day=timezone.localdate())
    assert (today.seen, today.downloaded, today.printed, today.new_seen, today.new_taken) == (2, 1, 1, 1, 1)


@pytest.mark.django_db
def test_doing_it_again_changes_nothing_and_what_ends_is_past() -> None:
    cache.clear()
    world, edition = builders.world(), builders.owned()
    builders.use(world["bob"], edition)
    seen = []
    for work in (summing.follow, summing.follow, summing.repair):
        work()
        seen.append((list(DaySum.objects.values_list()), list(DealerReach.objects.values_list())))
    assert seen[0] == seen[1] == seen[2]
    Manual.objects.filter(pk=edition.manual_id).update(expires_at=timezone.now() - timedelta(hours=1))
    summing.follow()
    assert ThingReach.objects.get().is_current is False


@pytest.mark.django_db
def test_who_was_told_counts_where_they_work_now() -> None:
    cache.clear()
    world, edition = builders.world(), builders.owned()
    builders.announced(edition)
    summing.follow()
    world["dan"].memberships.update(dealer=world.one)
    summing.follow()
    told = DealerReach.objects.values_list("dealer", "told")
    assert dict(told) == {world.one.pk: 4, world.two.pk: 0}
    assert ThingReach.objects.get().told == 4


@pytest.mark.django_db
def test_whom_things_are_meant_for_is_as_reach_has_it() -> None:
    world = builders.world()
    other = factories.JobRoleFactory()
    # One person at two dealers counts once.
    factories.MembershipFactory(user=world["bob"], dealer=world.two, roles=[other])
    targets = [
        {},
        {"regions": [world.north]},
        {"regions": [world.south], "roles": [world.role]},
        {"roles": [other]},
        {"dealers": [world.one], "brands": list(world.one.brands.all())},
        {"tiers": [world.two.tier]},
        {"brands": [factories.BrandFactory()]},
    ]
    manuals = [factories.manual(department=builders.owned().manual.department, **audience) for audience in targets]
    day = timezone.localdate()
    aim = Aim(crowds(day=day))
    meant = audiences_of(model=Manual, pks=[one.pk for one in manuals])
    for one in manuals:
        found = aim.at_whom(meant[one.pk])
        assert found.people == people_reached(model=Manual, pk=one.pk, day=day).count()
        assert sorted(found.dealers) == [d.pk for d in dealers_reached(model=Manual, pk=one.pk, day=day)]


@pytest.mark.django_db
def test_it_costs_the_same_for_many_things() -> None:
    cache.clear()
    world = builders.world()
    numbers = []
    for things in (1, 12):
        for _number in range(things):
            edition = builders.owned()
            builders.use(world["bob"], edition)
            builders.use(world["dan"], edition, What.PRINTED)
        with CaptureQueriesContext(connection) as queries:
            summing.follow()
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


class Order(TestCase):
    """However uses fall on days, and whenever sums are made between them, the sums are what a count of people says."""

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from(list(What)), st.integers(0, 5), st.booleans()), max_size=14
        )
    )
    def test_sums_are_the_people(self, steps: list[tuple[int, What, int, bool]]) -> None:
        cache.clear()
        dealer = factories.DealerFactory()
        people = [factories.person(username=f"u{factories.next_number()}", dealer=dealer) for _n in range(4)]
        edition = builders.owned(f"d{factories.next_number()}")
        seen, taken, by_day = set(), set(), defaultdict(set)
        for person, what, days_ago, sum_now in sorted(steps, key=lambda step: -step[2]):
            builders.use(people[person], edition, what, days_ago=days_ago)
            (seen if what == What.SEEN else taken).add(person)
            by_day[what, days_ago].add(person)
            if sum_now:
                summing.follow(now=timezone.localdate() - timedelta(days=days_ago))
        summing.repair()
        row = ThingReach.objects.get(thing_id=edition.pk)
        assert (row.seen, row.taken) == (len(seen), len(taken))
        for what in What:
            total = sum(getattr(one, what.value) for one in DaySum.objects.filter(thing_id=edition.pk))
            assert total == sum(len(found) for (which, _day), found in by_day.items() if which == what)
        assert Use.objects.filter(thing_id=edition.pk).count() == sum(map(len, by_day.values()))
