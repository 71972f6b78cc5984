"""Reminders: the right ones, each once, to those whom they are for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from portal.network.api import viewer_for
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training.enrolment.rules import rule, taught
from training.courses.completion import complete_lesson
from training.courses.models import Registration
from training.courses.registering import decide, register, withdraw
from training.enrolment import reminding, telling
from training.enrolment.models import CourseReminders, Escalation, RuleEnrolment

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
State = Registration.State


@pytest.fixture
def learner(dealer):
    return factories.MembershipFactory(dealer=dealer, user__first_name="Li", user__last_name="Wei").user


def due_in(user, days, *, since=60, one=None, **more):
    made = register(
        actor=None,
        user=user,
        course=one or taught(),
        source="trainer",
        due_on=TODAY + timedelta(days=days),
        **more,
    )
    Registration.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=since))
    made.refresh_from_db()
    return made


def told(user, kind=telling.DUE):
    return list(Notice.objects.filter(user=user, kind=kind).order_by("pk"))


def test_fourteen_seven_one_and_none(learner):
    due_in(learner, 20)
    days_told = []
    for after in range(25):
        before = len(told(learner))
        for _twice in range(2):
            reminding.remind(day=TODAY + timedelta(days=after))
        if len(told(learner)) > before:
            days_told.append(20 - after)
    assert days_told == [14, 7, 1, 0]


def test_a_day_without_the_job_is_made_up_for(learner):
    due_in(learner, 20)
    for after in (3, 9, 19):
        reminding.remind(day=TODAY + timedelta(days=after))
    assert len(told(learner)) == 2


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_nobody_is_reminded_of_a_day_that_was_told_at_enrolment(due_on, made_before, left):
    day, made_on = due_on - timedelta(days=left), due_on - timedelta(days=made_before)
    threshold = reminding.threshold_of(due_on=due_on, made_on=made_on, day=day)
    if threshold is not None:
        assert threshold in reminding.BEFORE_DUE
        assert left <= threshold < made_before
    else:
        assert left > 14 or made_before <= min(one for one in reminding.BEFORE_DUE if one >= left)


@pytest.mark.parametrize("state", [State.COMPLETED, State.WITHDRAWN, State.DECLINED, State.REQUESTED])
def test_none_for_what_is_not_being_taken(learner, state):
    made = due_in(learner, 7)
    Registration.objects.filter(pk=made.pk).update(state=state)
    reminding.remind(day=TODAY)
    assert not told(learner)


def test_none_for_who_has_left(learner):
    due_in(learner, 7)
    type(learner).objects.filter(pk=learner.pk).update(is_active=False)
    reminding.remind(day=TODAY)
    assert not told(learner)


def test_a_reminder_is_settled_by_completing_or_withdrawing(learner, manager):
    first, second = due_in(learner, 7), due_in(learner, 7)
    reminding.remind(day=TODAY)
    assert [one.read_at for one in told(learner)] == [None, None]
    complete_lesson(registration=first, lesson_id=first.version.outline.lessons[0].id)
    withdraw(viewer=viewer_for(user=manager), actor=manager, registration_id=second.pk, reason="On leave")
    assert all(one.read_at for one in told(learner))
    (ended,) = told(learner, telling.ENDED)
    assert "On leave" in sentence(ended)


def test_managers_are_told_of_the_late_once_for_each_course(learner, manager, dealer):
    other = factories.MembershipFactory(dealer=dealer).user
    stranger_boss = factories.MembershipFactory(is_manager=True).user
    former = factories.MembershipFactory(
        dealer=dealer, is_manager=True, ends=TODAY - timedelta(days=1), starts=TODAY - timedelta(days=9)
    ).user
    one = taught("Brakes")
    due_in(learner, -7, one=one)
    due_in(other, -9, one=one)
    due_in(learner, -6)
    for _twice in range(2):
        reminding.remind(day=TODAY)
    (notice,) = told(manager, telling.LATE)
    assert sentence(notice) == "2 of your people are late with “Brakes”."
    assert Escalation.objects.count() == 2
    for uninvolved in (stranger_boss, former, learner):
        assert not told(uninvolved, telling.LATE)
    reminding.remind(day=TODAY + timedelta(days=1))
    assert len(told(manager, telling.LATE)) == 2


def test_a_rule_or_a_course_says_after_how_many_days(learner, manager):
    by_course, by_rule = taught("By course"), taught("By rule")
    CourseReminders.objects.create(course=by_course, escalate_days=2)
    due_in(learner, -2, one=by_course)
    ruled = due_in(learner, -3, one=by_rule)
    RuleEnrolment.objects.create(rule=rule(by_rule, escalate_days=4), registration=ruled)
    reminding.remind(day=TODAY)
    assert [one.data["course"] for one in told(manager, telling.LATE)] == ["By course"]
    reminding.remind(day=TODAY + timedelta(days=1))
    assert [one.data["course"] for one in told(manager, telling.LATE)] == ["By course", "By rule"]


def test_a_manager_who_comes_later_hears_of_it_too(learner, dealer):
    due_in(learner, -10)
    reminding.remind(day=TODAY)
    boss = factories.MembershipFactory(dealer=dealer, is_manager=True).user
    reminding.remind(day=TODAY)
    assert len(told(boss, telling.LATE)) == 1


def test_another_worker_at_the_same_rows_tells_nobody_twice(learner, manager, monkeypatch):
    due_in(learner, -10)
    seen = telling.managers_of

    def overtaken(**more):
        monkeypatch.setattr(telling, "managers_of", seen)
        reminding.remind(day=TODAY)
        return seen(**more)

    monkeypatch.setattr(telling, "managers_of", overtaken)
    reminding.remind(day=TODAY)
    assert len(told(manager, telling.LATE)) == 1
    assert Escalation.objects.count() == 1


def test_a_request_is_told_to_the_managers_and_again_while_it_waits(learner, manager):
    one = taught("Brakes")
    asked = register(actor=learner, user=learner, course=one, source="self", state=State.REQUESTED)
    assert [sentence(notice) for notice in told(manager, telling.REQUEST)] == ["Li Wei asks to take “Brakes”."]
    counts = []
    for after in range(16):
        reminding.remind(day=TODAY + timedelta(days=after))
        counts.append(len(told(manager, telling.REQUEST)))
    assert counts == [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4]
    decide(viewer=viewer_for(user=manager), actor=manager, registration_id=asked.pk, approve=True)
    assert all(notice.read_at for notice in told(manager, telling.REQUEST))
    assert "approved" in sentence(told(learner, telling.DECIDED)[0])
    reminding.remind(day=TODAY + timedelta(days=20))
    assert len(told(manager, telling.REQUEST)) == 4


def test_one_who_enrols_by_themselves_is_told_nothing(learner):
    register(actor=learner, user=learner, course=taught(), source="self")
    assert not Notice.objects.exists()


def test_every_sentence_can_be_said_in_both_languages(learner, manager):
    due_in(learner, 7)
    due_in(learner, -10)
    asked = register(actor=learner, user=learner, course=taught(), source="self", state=State.REQUESTED)
    reminding.remind(day=TODAY + timedelta(days=3))
    reminding.remind(day=TODAY)
    decide(viewer=viewer_for(user=manager), actor=manager, registration_id=asked.pk, approve=False, reason="Later")
    made = Notice.objects.all()
    assert {one.kind for one in made} >= {telling.ASSIGNED, telling.DUE, telling.LATE, telling.REQUEST, telling.DECIDED}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert all(sentence(one) for one in made)


def test_reminding_many_takes_as_many_statements_as_reminding_few(dealer, manager):
    counts, one = [], taught()
    for number in (2, 30):
        for _n in range(number):
            person = factories.MembershipFactory(dealer=dealer).user
            due_in(person, 7, one=one)
            due_in(person, -8)
        with CaptureQueriesContext(connection) as seen:
            reminding.remind(day=TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]
