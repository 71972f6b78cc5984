"""Whom a thing reaches, and who may see it, are the same people."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library.models import Manual
from portal.network.api import admits, audience_of, dealers_reached, people_reached, viewer_for
from portal.network.audience import DIMENSIONS
from portal.network.models import Membership, User
from tests import factories
from tests.security.test_audience_equality import state
from tests.security.visibility_strategies import Universe, visibilities


@pytest.fixture
def network(db: None) -> SimpleNamespace:
    """A tree of regions, dealers of one and of two brands, and people of whom one works at two of them."""
    top = factories.RegionFactory()
    regions = [top, factories.RegionFactory(parent=top), factories.RegionFactory()]
    brands = factories.BrandFactory.create_batch(2)
    tiers = factories.DealerTierFactory.create_batch(2)
    roles = factories.JobRoleFactory.create_batch(2)
    dealers = [
        factories.DealerFactory(region=region, tier=tiers[place % 2], brands=brands[: 1 + place % 2])
        for place, region in enumerate(regions)
    ]
    for place, dealer in enumerate([*dealers, *dealers]):
        factories.MembershipFactory(dealer=dealer, roles=[roles[place % 2]])
    both = Membership.objects.order_by("pk").first().user
    factories.MembershipFactory(user=both, dealer=dealers[2], roles=roles)
    ids = Universe(
        brands=tuple(one.pk for one in brands),
        regions=tuple(one.pk for one in regions),
        tiers=tuple(one.pk for one in tiers),
        roles=tuple(one.pk for one in roles),
        dealers=tuple(one.pk for one in dealers),
    )
    return SimpleNamespace(manual=factories.manual(), ids=ids, both=both)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_reached_are_those_who_may_see_it(network: SimpleNamespace, data: st.DataObject) -> None:
    facts = data.draw(visibilities(network.ids))
    state(network.manual, facts)
    audience = audience_of(model=Manual, pk=network.manual.pk)
    assert all(getattr(audience, name) == getattr(facts, name) for name in DIMENSIONS)
    expected = [person.pk for person in User.objects.order_by("pk") if admits(audience, viewer=viewer_for(user=person))]
    reached = people_reached(model=Manual, pk=network.manual.pk, day=timezone.localdate())
    assert [person.pk for person in reached] == expected


def reached_on(manual: Manual, day: date) -> set[int]:
    return {person.pk for person in people_reached(model=Manual, pk=manual.pk, day=day)}


@pytest.mark.django_db
def test_a_day_counts_as_it_is_in_the_membership() -> None:
    manual, today = factories.manual(), timezone.localdate()
    membership = factories.MembershipFactory(starts=today - timedelta(days=3), ends=today)
    person, dealer = membership.user, membership.dealer
    assert reached_on(manual, today) == {person.pk}
    assert list(dealers_reached(model=Manual, pk=manual.pk, day=today)) == [dealer]
    assert reached_on(manual, today + timedelta(days=1)) == set()
    assert not dealers_reached(model=Manual, pk=manual.pk, day=today + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_who_left_and_dealers_that_closed_are_not_reached() -> None:
    manual, today = factories.manual(), timezone.localdate()
    factories.MembershipFactory(user=factories.UserFactory(is_active=False))
    factories.MembershipFactory(dealer=factories.DealerFactory(is_active=False))
    assert reached_on(manual, today) == set()
    assert not dealers_reached(model=Manual, pk=manual.pk, day=today).exists()


def test_it_takes_two_statements(network: SimpleNamespace, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert len(people_reached(model=Manual, pk=network.manual.pk, day=timezone.localdate())) == 6
