"""Dealer standards: versions, verdicts day by day, and what makes them change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.network.api import viewer_for
from portal.network.models import Dealer, Membership
from tests import factories
from tests.training.certification_builder import scheme
from tests.training.needs.needs_builder import standard
from training.certification.awarding import award_by_hand
from training.certification.models import Certification, Standing
from training.needs.forecast import fulfilment, lapses, months, next_months
from training.needs.models import StandardResult
from training.needs.standards import issue_version, judge_all, results_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv():
    return scheme(title="High voltage", months=12)


@pytest.fixture
def award(author):
    return lambda user, hv: award_by_hand(actor=author, user=user, scheme=hv, reason="Earned before.")


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def stand(dealer, day=None):
    (row,) = results_on(day=day or today(), dealers=[dealer.pk])
    return row.wanted, row.holders, row.passed


def test_two_certified_technicians_at_each_site(hv, award):
    dealer = factories.DealerFactory()
    role = factories.JobRoleFactory()
    technicians = [factories.MembershipFactory(dealer=dealer, roles=[role]).user for _ in range(2)]
    seller = factories.MembershipFactory(dealer=dealer).user
    standard({"scheme": hv, "number": 2, "role": role})
    award(seller, hv)
    award(technicians[0], hv)
    judge_all()
    assert stand(dealer) == (2, 1, False)
    period = award(technicians[1], hv)
    judge_all()
    assert stand(dealer) == (2, 2, True)
    assert StandardResult.objects.get(newest=True).holds_until == period.expires_on


def test_a_share_of_a_job_and_who_carries_it_alone(hv, award):
    dealer = factories.DealerFactory()
    people = [factories.MembershipFactory(dealer=dealer).user for _ in range(3)]
    standard({"scheme": hv, "kind": "percent", "number": 34})
    award(people[0], hv)
    judge_all()
    assert stand(dealer) == (2, 1, False)
    rule = standard({"scheme": hv, "kind": "percent", "number": 33}).rules.get()
    judge_all()
    row = StandardResult.objects.get(newest=True, rule=rule.key)
    assert (row.wanted, row.passed, row.single_holder) == (1, True, True)


def test_only_the_dealers_that_a_standard_is_for(hv):
    north = factories.RegionFactory()
    coast = factories.RegionFactory(parent=north)
    brand, tier = factories.BrandFactory(), factories.DealerTierFactory()
    meets = factories.DealerFactory(region=coast, tier=tier, brands=[brand])
    factories.DealerFactory(region=coast, tier=tier, brands=[factories.BrandFactory()])
    factories.DealerFactory(region=coast, brands=[brand])
    factories.DealerFactory(tier=tier, brands=[brand])
    factories.DealerFactory(region=coast, tier=tier, brands=[brand], is_active=False)
    standard({"scheme": hv}, brands=[brand], tiers=[tier], regions=[north])
    judge_all()
    assert list(StandardResult.objects.values_list("dealer", flat=True)) == [meets.pk]


def test_each_day_since_can_be_asked_for_and_rows_are_few(hv, award):
    dealer = factories.DealerFactory()
    person = factories.MembershipFactory(dealer=dealer).user
    standard({"scheme": hv})
    for day in range(-9, -4):
        judge_all(day=today(day))
    award(person, hv)
    Certification.objects.update(valid_from=today(-4))
    for day in range(-4, 1):
        judge_all(day=today(day))
        judge_all(day=today(day))
    assert StandardResult.objects.count() == 2
    assert [stand(dealer, today(day))[2] for day in range(-9, 1)] == [False] * 5 + [True] * 5
    assert results_on(day=today(-10), dealers=[dealer.pk]) == []
    Certification.objects.update(standing=Standing.SUSPENDED)
    judge_all()
    judge_all()
    assert [stand(dealer, today(day))[2] for day in (-5, -4, -1, 0)] == [False, True, True, False]


def test_days_on_which_no_job_ran_are_as_the_one_before(hv):
    dealer = factories.DealerFactory()
    made = standard({"scheme": hv})
    judge_all(day=today(-9))
    made.in_force = False
    made.save()
    judge_all(day=today(-2))
    assert results_on(day=today(-3), dealers=[dealer.pk])
    assert results_on(day=today(-2), dealers=[dealer.pk]) == []


def test_a_version_is_written_for_a_change_alone(hv):
    made = standard({"scheme": hv, "number": 1})
    assert issue_version(standard=made, actor=None).number == 1
    rule = made.rules.get()
    rule.number = 2
    rule.save()
    made.refresh_from_db()
    second = issue_version(standard=type(made).objects.get(pk=made.pk), actor=None)
    assert second.number == 2
    assert made.versions.get(number=1).content["rules"][0]["number"] == 1
    with pytest.raises(TypeError):
        second.save()


def test_who_moved_counts_where_they_work_now(hv, award):
    before, after = factories.DealerFactory(), factories.DealerFactory()
    mover = factories.MembershipFactory(dealer=before).user
    standard({"scheme": hv})
    award(mover, hv)
    Certification.objects.update(valid_from=today(-5))
    judge_all(day=today(-5))
    Membership.objects.update(ends=today(-3))
    Membership.objects.create(user=mover, dealer=after, starts=today(-2))
    judge_all(day=today(-2))
    assert [stand(before, today(day))[2] for day in (-5, -3, -2)] == [True, True, False]
    assert [stand(after, today(day))[2] for day in (-5, -2)] == [False, True]


def test_an_award_judges_the_dealer_at_once(hv, award, django_capture_on_commit_callbacks):
    dealer = factories.DealerFactory()
    person = factories.MembershipFactory(dealer=dealer).user
    standard({"scheme": hv})
    judge_all()
    with django_capture_on_commit_callbacks(execute=True):
        award(person, hv)
    assert stand(dealer) == (1, 1, True)


def test_the_forecast_says_in_which_month_what_lapses(hv, award):
    dealer, other = factories.DealerFactory(), factories.DealerFactory()
    first, second = (factories.MembershipFactory(dealer=dealer).user for _ in range(2))
    standard({"scheme": hv})
    for person in (first, second, factories.MembershipFactory(dealer=other).user):
        award(person, hv)
    span = next_months(today())
    Certification.objects.filter(user=first).update(expires_on=span[2])
    Certification.objects.filter(user=second).update(expires_on=span[5])
    Certification.objects.filter(user__memberships__dealer=other).update(expires_on=None)
    judge_all()
    viewer = viewer_for(user=factories.oem_person())
    at = Dealer.objects.filter(pk=dealer.pk)
    rows = months(viewer=viewer, at=at)
    assert [row.first for row in rows if row.lapses] == [span[2], span[5]]
    assert [row.first for row in rows if row.failing] == [span[5]], "until then the other carries it"
    assert [row.user for row in lapses(viewer=viewer, at=at)] == [first, second]
    (rule,) = fulfilment(at=Dealer.objects.all())
    assert (rule.dealers, rule.passed, rule.single, rule.share) == (2, 2, 1, 1.0)


def test_many_dealers_cost_no_more_statements(hv, award):
    factories.MembershipFactory()
    standard({"scheme": hv})
    judge_all()
    with CaptureQueriesContext(connection) as one:
        judge_all()
    for _ in range(5):
        award(factories.MembershipFactory().user, hv)
    judge_all()
    with CaptureQueriesContext(connection) as many:
        judge_all()
    assert len(many) == len(one)
