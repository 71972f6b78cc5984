"""Whom a rule means: exactly those with a membership that meets all of it on the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.training.enrolment.rules import people, rule, taught
from training.courses.models import Registration
from training.enrolment.matching import forecast, matching, months_before
from training.enrolment.models import EnrolmentRule, RuleEnrolment

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def meant(one: EnrolmentRule, day: date = TODAY) -> set[str]:
    return set(matching(rule=one, day=day).values_list("username", flat=True))


def test_each_dimension_and_the_tree_of_regions():
    north = factories.RegionFactory()
    city = factories.RegionFactory(parent=north)
    brand, other_brand = factories.BrandFactory(), factories.BrandFactory()
    tier, role = factories.DealerTierFactory(), factories.JobRoleFactory()
    dealer = factories.DealerFactory(region=city, tier=tier, brands=[brand])
    elsewhere = factories.DealerFactory(brands=[other_brand])
    in_city = factories.MembershipFactory(dealer=dealer, roles=[role]).user.username
    without_role = factories.MembershipFactory(dealer=dealer).user.username
    far = factories.MembershipFactory(dealer=elsewhere, roles=[role]).user.username
    assert meant(rule()) == {in_city, without_role, far}
    assert meant(rule(regions=[north])) == {in_city, without_role}
    assert meant(rule(roles=[role])) == {in_city, far}
    assert meant(rule(roles=[role], tiers=[tier])) == {in_city}
    assert meant(rule(brands=[brand])) == {in_city, without_role}
    assert meant(rule(brands=[brand, other_brand], dealers=[elsewhere])) == {far}


def test_two_memberships_are_never_mixed():
    brand, role = factories.BrandFactory(), factories.JobRoleFactory()
    seller = factories.MembershipFactory(dealer=factories.DealerFactory(brands=[brand])).user
    factories.MembershipFactory(user=seller, roles=[role])
    assert meant(rule(brands=[brand], roles=[role])) == set()


def test_memberships_of_the_day_alone():
    role = factories.JobRoleFactory()
    gone = factories.MembershipFactory(roles=[role], ends=TODAY - timedelta(days=1)).user
    to_come = factories.MembershipFactory(roles=[role], starts=TODAY + timedelta(days=3)).user
    closed = factories.MembershipFactory(roles=[role], dealer__is_active=False).user
    left = factories.MembershipFactory(roles=[role], user__is_active=False).user
    assert meant(rule(roles=[role])) == set()
    assert meant(rule(roles=[role]), TODAY + timedelta(days=3)) == {to_come.username}
    assert meant(rule(roles=[role]), TODAY - timedelta(days=1)) == {gone.username}
    assert closed.pk
    assert left.pk


def test_new_starters():
    old = factories.MembershipFactory(starts=TODAY - timedelta(days=14)).user
    new = factories.MembershipFactory(starts=TODAY - timedelta(days=13)).user
    assert meant(rule(starters_within=14)) == {new.username}
    assert old.username in meant(rule(starters_within=15))


def test_a_forecast_says_who_is_new_and_changes_nothing(django_assert_num_queries):
    one, two = taught("One"), taught("Two")
    wanted = rule(one, two)
    _fresh, started, ended, back, out = people(5)
    Registration.objects.bulk_create(
        Registration(user=user, course=one, version=one.versions.get(), source="self", state=state, completed_at=at)
        for user, state, at in [
            (started, "in_progress", None),
            (ended, "completed", timezone.now()),
            (back, "withdrawn", None),
            (out, "withdrawn", None),
        ]
    )
    RuleEnrolment.objects.create(rule=wanted, registration=Registration.objects.get(user=out))
    before = Registration.objects.count()
    with django_assert_num_queries(5 + 1 + 2 + 2):
        said = forecast(rule=wanted)
    assert said.people == 5
    assert [(a.new, a.already, a.completed, a.withdrawn) for a in said.courses] == [(2, 1, 1, 1), (5, 0, 0, 0)]
    assert (said.new, said.already) == (7, 3)
    assert len(said.first) == 5
    assert Registration.objects.count() == before


def test_who_completed_it_long_enough_ago_is_due_again():
    again, once = taught("Again"), taught("Once")
    (person,) = people(1)
    for one in (again, once):
        Registration.objects.create(
            user=person,
            course=one,
            version=one.versions.get(),
            source="self",
            state="completed",
            completed_at=timezone.now() - timedelta(days=400),
        )
    (a, _o) = forecast(rule=rule(again, once, retake_months=12)).courses
    assert a.new == 1
    (a, _o) = forecast(rule=rule(again, once, retake_months=14)).courses
    assert a.completed == 1
    (a, _o) = forecast(rule=rule(again, once)).courses
    assert a.completed == 1


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 120))
def test_months_before(day, months):
    before: datetime = months_before(day, months)
    last = (before - timedelta(days=1)).date()
    assert (day.year * 12 + day.month) - (last.year * 12 + last.month) == months
    assert last.day == day.day or (last + timedelta(days=1)).day == 1
