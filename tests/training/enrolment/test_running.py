"""Runs of rules: whole, once for everybody, and able to stop, die and go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core import outbox
from portal.core.models import Event, OutboxEntry
from portal.network.api import viewer_for
from portal.notices.models import Notice
from tests import factories
from tests.training.enrolment.rules import people, rule, taught
from training.courses.models import Course, Registration
from training.courses.registering import register, withdraw
from training.enrolment import running
from training.enrolment.models import EnrolmentRule, RuleEnrolment, RuleRun

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
State, Run = Registration.State, RuleRun.State


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(running, "PIECE", 3)


def finished(wanted, **more):
    run = running.begin(actor=None, rule=wanted, **more)
    running.work(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_everybody_is_enrolled_with_the_rules_reason_and_day():
    one, two = taught("One"), taught("Two", enrolment=Course.Enrolment.ASSIGNED)
    staff = people(7)
    boss = factories.UserFactory()
    run = running.begin(actor=boss, rule=rule(one, two, due_days=30, reason="Law 7"))
    running.work(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.expected, run.looked_at, run.made, run.by) == (Run.DONE, 14, 14, 14, boss)
    rows = Registration.objects.all()
    assert {(row.user_id, row.course_id) for row in rows} == {(p.pk, c.pk) for p in staff for c in (one, two)}
    assert {(row.source, row.reason, row.due_on) for row in rows} == {("rule", "Law 7", TODAY + timedelta(days=30))}
    assert RuleEnrolment.objects.filter(run=run).count() == 14
    assert Event.objects.filter(verb="registration.made").count() == 14
    assert set(Notice.objects.filter(kind="enrolment.assigned").values_list("user", "url")) == {
        (row.user_id, reverse("courses:resume", args=[row.key])) for row in rows
    }


def test_a_second_run_does_nothing_and_the_day_stays():
    wanted = rule(taught(), due_days=10)
    people(4)
    finished(wanted)
    again = finished(wanted, day=TODAY + timedelta(days=5))
    assert (again.made, again.already) == (0, 4)
    assert set(Registration.objects.values_list("due_on", flat=True)) == {TODAY + timedelta(days=10)}
    assert Notice.objects.count() == 4


def test_what_comes_before_is_no_obstacle():
    first, second = taught("First"), taught("Second")
    second.prerequisites = [first]
    second.save()
    (person,) = people(1)
    finished(rule(second))
    assert Registration.objects.get(user=person).course == second


def test_an_open_request_is_approved_by_the_rule_and_nobody_waits_any_more():
    one = taught()
    manages, role = factories.MembershipFactory(is_manager=True), factories.JobRoleFactory()
    (person,), boss = people(1, dealer=manages.dealer, roles=[role]), manages.user
    asked = register(actor=person, user=person, course=one, source="self", state=State.REQUESTED)
    request = Notice.objects.get(user=boss, kind="enrolment.request")
    run = finished(rule(one, roles=[role]))
    asked.refresh_from_db()
    request.refresh_from_db()
    assert (asked.state, run.made, run.already) == (State.ENROLLED, 0, 1)
    assert RuleEnrolment.objects.get().registration == asked
    assert request.read_at
    assert Notice.objects.get(user=person).kind == "enrolment.decided"


def test_who_was_withdrawn_is_not_enrolled_again_by_the_same_rule():
    one = taught()
    manager = factories.MembershipFactory(is_manager=True)
    person = factories.MembershipFactory(dealer=manager.dealer).user
    wanted = rule(one, dealers=[manager.dealer])
    finished(wanted)
    mine = Registration.objects.get(user=person)
    withdraw(viewer=viewer_for(user=manager.user), actor=manager.user, registration_id=mine.pk, reason="Long leave")
    again = finished(wanted)
    assert (again.made, again.withdrawn) == (0, 1)
    assert finished(rule(one, name="Another", dealers=[manager.dealer])).made == 1


def test_taking_it_again_is_another_cycle():
    one = taught()
    (person,) = people(1)
    wanted = rule(one, retake_months=12)
    finished(wanted)
    Registration.objects.update(state=State.COMPLETED, completed_at=timezone.now())
    assert finished(wanted).completed == 1
    Registration.objects.update(completed_at=timezone.now() - timedelta(days=366))
    assert finished(wanted).made == 1
    assert list(Registration.objects.filter(user=person).order_by("cycle").values_list("cycle", "state")) == [
        (1, State.COMPLETED),
        (2, State.ENROLLED),
    ]


class Died(BaseException):
    """A worker that is killed."""


@pytest.mark.parametrize("dies_in", [1, 2, 3])
def test_a_killed_run_goes_on_and_doubles_nobody(monkeypatch, dies_in):
    wanted = rule(taught())
    staff = people(8)
    run = running.begin(actor=None, rule=wanted)
    count = 0
    link = RuleEnrolment.objects.bulk_create

    def dies(*args, **more):
        nonlocal count
        count += 1
        if count == dies_in:
            raise Died
        return link(*args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(RuleEnrolment.objects, "bulk_create", dies)
        with pytest.raises(Died):
            running.work(run_id=run.pk)
    assert Registration.objects.count() == 3 * (dies_in - 1), "the piece is gone as a whole"
    assert running.resume_stalled() == []
    RuleRun.objects.update(beat_at=timezone.now() - timedelta(minutes=10))
    assert running.resume_stalled() == [run.pk]
    running.work(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.made, run.looked_at) == (Run.DONE, 8, 8)
    assert set(Registration.objects.values_list("user", flat=True)) == {one.pk for one in staff}
    assert Registration.objects.count() == 8


def test_a_run_is_stopped_by_a_person_and_goes_on():
    wanted, boss = rule(taught()), factories.UserFactory()
    people(8)
    run = running.begin(actor=boss, rule=wanted)
    running.work(run_id=run.pk, after_piece=lambda _run: running.stop(actor=boss, run_id=run.pk))
    run.refresh_from_db()
    assert (run.state, run.made, run.percent) == (Run.STOPPED, 3, 37)
    with pytest.raises(running.RunRefused):
        running.stop(actor=boss, run_id=run.pk)
    running.go_on(actor=boss, run_id=run.pk)
    running.work(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.made, run.percent) == (Run.DONE, 8, 100)


def test_one_run_of_a_rule_at_a_time():
    wanted = rule(taught())
    running.begin(actor=None, rule=wanted)
    with pytest.raises(running.RunRefused, match="already"):
        running.begin(actor=None, rule=wanted)
    with pytest.raises(IntegrityError):
        RuleRun.objects.create(rule=wanted, day=TODAY)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": EnrolmentRule.State.DRAFT},
        {"state": EnrolmentRule.State.PAUSED},
        {"active_from": TODAY + timedelta(days=1)},
        {"active_from": TODAY - timedelta(days=9), "active_until": TODAY - timedelta(days=1)},
    ],
)
def test_a_rule_that_is_not_active_enrols_nobody(facts):
    wanted = rule(taught(), **facts)
    (person,) = people(1)
    with pytest.raises(running.RunRefused):
        running.begin(actor=None, rule=wanted)
    assert running.begin_daily() == []
    assert running.enrol_person(user_id=person.pk) == 0
    assert not Registration.objects.exists()


def test_each_active_rule_runs_once_a_day():
    wanted = rule(taught())
    people(2)
    assert [run.rule for run in running.begin_daily()] == [wanted]
    for run in RuleRun.objects.all():
        running.work(run_id=run.pk)
    assert running.begin_daily() == []
    assert len(running.begin_daily(day=TODAY + timedelta(days=1))) == 1


def test_a_course_that_is_not_published_is_left_out_and_said():
    shown, hidden = taught("Shown"), taught("Hidden")
    hidden.unpublish()
    people(2)
    run = finished(rule(shown, hidden))
    assert (run.state, run.made, run.note) == (Run.DONE, 2, RuleRun.Note.UNPUBLISHED)


def test_a_membership_that_begins_is_enough(django_capture_on_commit_callbacks):
    role = factories.JobRoleFactory()
    one = taught()
    rule(one, roles=[role])
    person = factories.MembershipFactory(starts=TODAY).user
    assert not Registration.objects.exists()
    person.memberships.get().roles.add(role)
    (entry,) = OutboxEntry.objects.filter(kind="enrolment.person", key=str(person.pk))
    assert outbox.deliver(entry_id=entry.pk)
    assert Registration.objects.get(user=person).course == one
    assert running.enrol_person(user_id=person.pk) == 0


def test_without_a_rule_memberships_owe_nothing():
    people(1)
    assert not OutboxEntry.objects.filter(kind="enrolment.person").exists()


def test_statements_grow_by_the_piece_and_not_by_the_person(monkeypatch):
    counts = []
    monkeypatch.setattr(running, "PIECE", 100)
    for number in (3, 60):
        dealer = factories.DealerFactory()
        wanted = rule(taught(), dealers=[dealer])
        people(number, dealer=dealer)
        run = running.begin(actor=None, rule=wanted)
        with CaptureQueriesContext(connection) as seen:
            running.work(run_id=run.pk)
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 4, "batches of the database, not people"
