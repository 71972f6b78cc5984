"""Rules in the CMS: for the authors of the department that owns them, and nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Event
from portal.network.departments import create_department
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.enrolment.rules import people, rule, taught
from training.courses.models import Registration
from training.enrolment import running
from training.enrolment.models import EnrolmentRule, RuleRun

pytestmark = pytest.mark.django_db


def author_of(department):
    user = factories.UserFactory()
    user.groups.add(department.authors)
    return user


@pytest.fixture
def author():
    return author_of(builders.department())


@pytest.fixture
def stranger():
    return author_of(create_department(code="sales", name="Sales"))


def written(course, **more):
    return {
        "name": "High voltage for all",
        "state": "active",
        "department": builders.department().pk,
        "courses": [course.pk],
        "reason": "The law asks for it.",
        "active_from": timezone.localdate().isoformat(),
        "due_days": "30",
        **more,
    }


def test_an_author_writes_a_rule_sees_what_it_would_do_and_runs_it(author):
    role = factories.JobRoleFactory()
    one = taught("High voltage")
    people(2, roles=[role])
    people(1)
    client = browser(author)
    client.post(reverse("enrolment_rules:add"), written(one, audience_roles=[role.pk]))
    made = EnrolmentRule.objects.get()
    assert [list(made.courses.all()), list(made.audience_roles.all())] == [[one], [role]]
    assert Event.objects.get(verb="rule.created").actor == author
    assert "High voltage for all" in client.get(reverse("enrolment_rules:index")).content.decode()
    page = client.get(reverse("enrolment_desk:rule", args=[made.pk])).content.decode()
    assert "It means 2 people: 2 new enrolments, 0 there already." in page
    client.post(reverse("enrolment_desk:begin", args=[made.pk]))
    run = RuleRun.objects.get()
    assert run.by == author
    running.work(run_id=run.pk)
    assert Registration.objects.count() == 2
    table = client.get(reverse("enrolment_desk:runs", args=[made.pk])).content.decode()
    assert "Done" in table
    assert "hx-get" not in table


def test_a_run_is_stopped_and_goes_on_by_its_buttons(author):
    made = rule(taught())
    client = browser(author)
    client.post(reverse("enrolment_desk:begin", args=[made.pk]))
    run = RuleRun.objects.get()
    assert "hx-get" in client.get(reverse("enrolment_desk:runs", args=[made.pk])).content.decode()
    for action, state in (("stop", "stopped"), ("go_on", "waiting")):
        client.post(reverse(f"enrolment_desk:{action}", args=[made.pk, run.pk]))
        run.refresh_from_db()
        assert run.state == state


def test_courses_of_another_department_cannot_be_chosen(author, stranger):
    foreign = taught("Foreign")
    answer = browser(stranger).post(reverse("enrolment_rules:add"), written(foreign))
    assert answer.status_code == 200
    assert not EnrolmentRule.objects.exists()
    both = author
    both.groups.add(*stranger.groups.all())
    sales = stranger.groups.get().department
    answer = browser(both).post(reverse("enrolment_rules:add"), written(foreign, department=sales.pk))
    assert "courses of its own department" in answer.content.decode()
    assert not EnrolmentRule.objects.exists()


def test_authors_of_another_department_see_and_change_nothing(stranger):
    made = rule(taught(), name="Not yours")
    run = RuleRun.objects.create(rule=made, day=timezone.localdate(), state="stopped")
    client = browser(stranger)
    assert "Not yours" not in client.get(reverse("enrolment_rules:index")).content.decode()
    for action in ("edit", "delete"):
        answer = client.get(reverse(f"enrolment_rules:{action}", args=[made.pk]))
        assert answer.status_code in (302, 403, 404)
        assert "Not yours" not in answer.content.decode()
    for name in ("rule", "runs"):
        assert client.get(reverse(f"enrolment_desk:{name}", args=[made.pk])).status_code == 404
    assert client.post(reverse("enrolment_desk:begin", args=[made.pk])).status_code == 404
    for name in ("stop", "go_on"):
        assert client.post(reverse(f"enrolment_desk:{name}", args=[made.pk, run.pk])).status_code == 404
    run.refresh_from_db()
    assert (run.state, RuleRun.objects.count()) == ("stopped", 1)


def test_a_run_is_changed_through_its_own_rule_alone(stranger):
    theirs = rule(taught())
    run = RuleRun.objects.create(rule=theirs, day=timezone.localdate())
    own = rule(name="Own", department=stranger.groups.get().department)
    assert browser(stranger).post(reverse("enrolment_desk:stop", args=[own.pk, run.pk])).status_code == 404


def test_dealer_staff_never_come_in():
    made = rule(taught())
    client = browser(factories.MembershipFactory(is_manager=True).user)
    for url in (
        reverse("enrolment_rules:index"),
        reverse("course_reminders:index"),
        reverse("enrolment_desk:rule", args=[made.pk]),
        reverse("enrolment_desk:runs", args=[made.pk]),
    ):
        assert client.get(url).status_code in (302, 403, 404)
    assert client.post(reverse("enrolment_desk:begin", args=[made.pk])).status_code in (302, 403, 404)
    assert not RuleRun.objects.exists()


def test_a_rule_that_has_run_is_kept(author):
    made = rule(taught())
    RuleRun.objects.create(rule=made, day=timezone.localdate(), state="done")
    browser(author).post(reverse("enrolment_rules:delete", args=[made.pk]))
    assert EnrolmentRule.objects.filter(pk=made.pk).exists()


def test_when_managers_hear_of_delay(author, stranger):
    one = taught()
    browser(author).post(reverse("course_reminders:add"), {"course": one.pk, "escalate_days": "3"})
    assert one.reminders.escalate_days == 3
    assert browser(stranger).get(reverse("course_reminders:edit", args=[one.reminders.pk])).status_code != 200


@pytest.mark.parametrize("page", ["index", "rule"])
def test_pages_take_as_many_statements_for_many_rows_as_for_few(author, page):
    counts = []
    first = rule(taught())
    url = reverse("enrolment_rules:index") if page == "index" else reverse("enrolment_desk:rule", args=[first.pk])
    for _round in range(2):
        for number in range(8):
            rule(taught(), name=f"Rule {number}")
            RuleRun.objects.create(rule=first, day=timezone.localdate(), state="done", by=factories.UserFactory())
        client = browser(author)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
