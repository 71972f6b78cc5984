"""Reminders: once at each threshold, to the person and in one notice to each manager; the end is said once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.core.models import Event
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training.certification_builder import complete, of_courses, scheme, taught, today
from training.certification.awarding import award_by_hand
from training.certification.models import Certification, CertificationPeriod, Reminder
from training.certification.reminding import note_ended, remind
from training.certification.signals import certification_expired

pytestmark = pytest.mark.django_db


@pytest.fixture
def dealer():
    return factories.DealerFactory(name="Harbour Motors")


@pytest.fixture
def team(dealer, manager, author):
    """Three people whose certifications end on the same day."""
    made = scheme(months=12, title="HV expert", title_zh="高压专家")
    people = [factories.MembershipFactory(dealer=dealer).user for _n in range(3)]
    for user in people:
        award_by_hand(actor=author, user=user, scheme=made, reason="before")
    Notice.objects.all().delete()
    return people


def said(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_each_threshold_once_and_one_notice_for_the_manager(team, manager):
    ends = Certification.objects.first().expires_on
    assert remind(today=ends - timedelta(days=91)) == 0
    for days in (90, 89, 60, 30, 7, 1):
        for _round in range(2):
            remind(today=ends - timedelta(days=days))
    for user in team:
        assert said(user) == ["certification.ends"] * 4
    assert said(manager) == ["certification.team_ends"] * 4
    assert Notice.objects.filter(user=team[0], urgent=True).count() == 1, "the last one is mailed at once"
    notice = Notice.objects.filter(user=team[0]).first()
    assert "HV expert" in sentence(notice)
    with translation.override("zh-hans"):
        assert "高压专家" in sentence(notice)
    assert "Harbour Motors" in sentence(Notice.objects.filter(user=manager).first())


def test_only_the_nearest_is_said_when_several_have_passed(team):
    ends = Certification.objects.first().expires_on
    assert remind(today=ends - timedelta(days=20)) == 3
    notice = Notice.objects.get(user=team[0])
    assert notice.key.endswith(":30")
    assert set(Reminder.objects.filter(period__certification__user=team[0]).values_list("days", flat=True)) == {
        90,
        60,
        30,
    }


def test_people_of_other_dealers_are_not_told_of(team, manager):
    stranger = factories.MembershipFactory(is_manager=True).user
    former = factories.MembershipFactory(
        dealer=manager.memberships.get().dealer, is_manager=True, ends=today() - timedelta(days=1)
    ).user
    ends = Certification.objects.first().expires_on
    remind(today=ends - timedelta(days=90))
    assert said(stranger) == []
    assert said(manager) == ["certification.team_ends"]
    assert said(former) == []


def test_what_is_suspended_or_renewed_is_not_reminded_of(team, author):
    certification = Certification.objects.get(user=team[0])
    ends = certification.expires_on
    CertificationPeriod.objects.filter(certification=certification).update(standing="suspended")
    renewed = Certification.objects.get(user=team[1])
    Certification.objects.filter(pk=renewed.pk).update(cycle=2)
    assert remind(today=ends - timedelta(days=30)) == 1
    assert note_ended(today=ends + timedelta(days=1)) == 1


def test_the_end_is_recorded_once(team):
    heard = []
    certification_expired.connect(lambda **facts: heard.append(facts["period"]), weak=False, dispatch_uid="test")
    try:
        ends = Certification.objects.first().expires_on
        assert note_ended(today=ends) == 0
        assert note_ended(today=ends + timedelta(days=1)) == 3
        assert note_ended(today=ends + timedelta(days=2)) == 0
    finally:
        certification_expired.disconnect(dispatch_uid="test")
    assert len(heard) == 3
    assert Event.objects.filter(verb="certification.expired").count() == 3
    assert said(team[0]) == ["certification.expired"]


def test_of_what_ended_long_ago_nobody_is_told(team):
    ends = Certification.objects.first().expires_on
    assert note_ended(today=ends + timedelta(days=200)) == 3
    assert said(team[0]) == []


def test_a_batch_takes_as_many_statements_for_many_as_for_few(dealer, manager, author):
    counts = []
    for size in (2, 10):
        made = scheme(months=12)
        for _n in range(size):
            user = factories.MembershipFactory(dealer=dealer).user
            award_by_hand(actor=author, user=user, scheme=made, reason="before")
        ends = Certification.objects.filter(scheme=made).first().expires_on
        with CaptureQueriesContext(connection) as seen:
            remind(today=ends - timedelta(days=90 - len(counts)))
        counts.append(len(seen))
        Reminder.objects.all().delete()
        CertificationPeriod.objects.update(standing="suspended")
    assert counts[0] == counts[1]


def test_without_end_there_is_nothing_to_say():
    one = taught()
    of_courses(one, validity="unlimited")
    complete(factories.MembershipFactory().user, one)
    assert Certification.objects.get().expires_on is None
    assert remind() == note_ended() == 0
