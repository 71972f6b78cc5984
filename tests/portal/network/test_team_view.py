"""What a manager may choose for their team: what anybody there sees, today and at their dealers alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.network.api import viewer_for, with_team
from portal.network.models import Brand, Dealer, JobRole, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand() -> Brand:
    return factories.BrandFactory()


@pytest.fixture
def dealer(brand: Brand) -> Dealer:
    return factories.DealerFactory(brands=[brand])


@pytest.fixture
def manager(dealer: Dealer) -> User:
    return factories.MembershipFactory(dealer=dealer, is_manager=True).user


def test_the_roles_of_the_team_are_added_once_for_a_dealer(dealer: Dealer, brand: Brand, manager: User) -> None:
    roles = [factories.JobRoleFactory() for _ in range(3)]
    factories.MembershipFactory(dealer=dealer, roles=roles[:2])
    factories.MembershipFactory(dealer=dealer, roles=roles[1:])
    viewer = viewer_for(user=manager)
    own, team = with_team(viewer=viewer).standings
    assert own == viewer.standings[0]
    assert team == replace(own, roles=frozenset(role.pk for role in roles))
    assert (team.brands, team.dealers) == ({brand.pk}, {dealer.pk})


def test_neither_other_dealers_nor_those_who_have_left(dealer: Dealer, manager: User) -> None:
    gone, elsewhere = factories.JobRoleFactory(), factories.JobRoleFactory()
    person = factories.MembershipFactory(roles=[elsewhere]).user
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.MembershipFactory(user=person, dealer=dealer, roles=[gone], ends=yesterday)
    seen = with_team(viewer=viewer_for(user=manager))
    assert seen == viewer_for(user=manager, at=seen.at)


def test_who_manages_nobody_stays_as_they_are(dealer: Dealer, django_assert_num_queries: Any) -> None:
    factories.MembershipFactory(dealer=dealer, roles=[JobRole.objects.create(code="other", name="Other")])
    viewers = [
        viewer_for(user=factories.MembershipFactory(dealer=dealer).user),
        viewer_for(user=factories.oem_person()),
    ]
    with django_assert_num_queries(0):
        assert [with_team(viewer=one) for one in viewers] == viewers


def test_one_statement_for_many_people_and_dealers(manager: User, django_assert_num_queries: Any) -> None:
    for _ in range(4):
        place = factories.MembershipFactory(user=manager, is_manager=True).dealer
        for _ in range(3):
            factories.MembershipFactory(dealer=place, roles=[factories.JobRoleFactory()])
    viewer = viewer_for(user=manager)
    with django_assert_num_queries(1):
        assert len(with_team(viewer=viewer).standings) == 5 + 4
