"""The four levels of a course, and the door for dashboards."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.api import viewer_for
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from tests.training.evaluation.worlds import attempt, choice, staff, trainer
from training.courses.models import Registration
from training.courses.receivers import purpose_of
from training.courses.registering import register
from training.evaluation import api, checks, levels
from training.evaluation.models import DealerFigure, Figure, JobCheck, OnTheJobPlan, SurveyResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return choice("One")


@pytest.fixture
def assessment(question):
    return builders.assessment(question)


@pytest.fixture
def tests_of(assessment):
    return [lesson("assessment", title=title, assessment=assessment.pk) for title in ("Before", "After")]


@pytest.fixture
def taught(tests_of):
    return course(module(*tests_of))


def enrolled(taught, user=None, *, done=False):
    registration = register(actor=None, user=user or builders.person(), course=taught, source="self")
    if done:
        registration.state, registration.completed_at = Registration.State.COMPLETED, timezone.now()
        registration.save()
    return registration


def tried(registration, one, assessment, question, mark, number=1):
    purpose = purpose_of(registration, one["id"])
    attempt(assessment, [question], [mark], user=registration.user, purpose=purpose, number=number)


class TestLearning:
    def test_before_and_after(self, taught, tests_of, assessment, question):
        before, after = tests_of
        # Gains of first attempts: .5 .5 .5 .5 .0: mean .4, deviation sqrt(.2/4) = .223607, error .1.
        for number in range(5):
            registration = enrolled(taught)
            tried(registration, before, assessment, question, 0.25 if number < 4 else 0.75)
            tried(registration, after, assessment, question, 0.75)
            tried(registration, after, assessment, question, 1.0, number=2)
        learned, gain = levels.learning(taught)
        assert [(one.title, one.people, one.passed) for one in learned] == [("Before", 5, 1), ("After", 5, 5)]
        assert learned[1].first == pytest.approx(0.75)
        assert (gain.people, gain.gain, gain.error) == (5, pytest.approx(0.4), pytest.approx(0.1))

    def test_too_few_and_others_do_not_count(self, taught, tests_of, assessment, question):
        for _one in range(4):
            tried(enrolled(taught), tests_of[0], assessment, question, 1.0)
        elsewhere = course(module(*tests_of), title="Elsewhere")
        for _one in range(3):
            tried(enrolled(elsewhere), tests_of[0], assessment, question, 1.0)
        learned, gain = levels.learning(taught)
        assert (learned[0].people, learned[0].first, learned[0].passed, gain) == (4, None, None, None)


def rated_checks(taught, count):
    for number in range(count):
        JobCheck.objects.create(
            registration=enrolled(taught),
            statements=["Seen.", "Hardly ever seen."],
            opens_on=timezone.localdate() - timedelta(days=3),
            due_on=timezone.localdate(),
            ratings=[number % 5 + 1, 3 if number == 0 else None],
            rating=3,
            rated_at=timezone.now(),
        )


def test_behaviour_of_enough_people(taught):
    rated_checks(taught, 5)
    JobCheck.objects.create(
        registration=enrolled(taught), statements=["Seen."], opens_on=timezone.localdate(), due_on=timezone.localdate()
    )
    found = levels.behaviour(taught)
    assert (found.asked, found.rated) == (6, 5)
    assert [(one.statement, one.n, one.mean, [*one.counts]) for one in found.statements] == [("Seen.", 5, 3.0, [1] * 5)]


class TestResult:
    def dealers(self, taught, count, *, done):
        made = [factories.DealerFactory() for _one in range(count)]
        for dealer in made:
            first, _second = staff(dealer, 2)
            enrolled(taught, first, done=done)
        return made

    def test_trained_dealers_beside_others(self, taught):
        figure = Figure.objects.create(department=builders.department(), name="Visits")
        trained, others = self.dealers(taught, 5, done=True), self.dealers(taught, 6, done=False)
        month = date(2026, 3, 1)
        for value, dealer in enumerate(trained):
            DealerFigure.objects.create(figure=figure, dealer=dealer, month=month, value=80 + value)
        for dealer in others:
            DealerFigure.objects.create(figure=figure, dealer=dealer, month=month, value=70)
        DealerFigure.objects.create(figure=figure, dealer=trained[0], month=date(2026, 4, 1), value=1)
        found = levels.result(taught, figure, share=0.5)
        assert (found.trained, found.others) == (5, 6)
        first, second = found.months
        assert (first.trained, first.trained_n, first.others, first.others_n) == (82.0, 5, 70.0, 6)
        assert first.difference == 12.0
        assert (second.trained, second.trained_n, second.difference) == (None, 1, None), "one dealer is no mean"
        assert levels.result(taught, figure, share=0.6).trained == 0, "half of two is not 60 %"

    def test_only_roles_that_the_course_is_for(self, taught):
        role = factories.JobRoleFactory()
        dealer = factories.DealerFactory()
        technician = factories.MembershipFactory(dealer=dealer, roles=[role]).user
        factories.MembershipFactory(dealer=dealer)
        enrolled(taught, technician, done=True)
        assert levels.trained_shares(taught)[dealer.pk] == 0.5
        taught.audience_roles = [role]
        taught.save()
        assert levels.trained_shares(taught)[dealer.pk] == 1.0


class TestPages:
    def url(self, name, *args):
        return reverse(f"training_evaluation:{name}", args=args)

    def test_all_four_on_one_page(self, taught, tests_of, assessment, question):
        for _one in range(5):
            tried(enrolled(taught), tests_of[0], assessment, question, 1.0)
        rated_checks(taught, 5)
        figure = Figure.objects.create(department=builders.department(), name="Visits", unit="n")
        DealerFigure.objects.create(figure=figure, dealer=factories.DealerFactory(), month=date(2026, 3, 1), value=5)
        client = browser(trainer())
        assert taught.title in client.get(self.url("courses")).content.decode()
        page = client.get(self.url("course", taught.pk)).content.decode()
        for text in (
            "1. Reaction",
            "2. Learning",
            "3. Behaviour",
            "4. Result",
            "an association, not a cause",
            "Visits",
        ):
            assert text in page
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(set(ids)) == len(ids), "a plot finds its data by its id"
        assert client.get(self.url("course", taught.pk) + f"?percent=x&figure={10**30}").status_code == 200

    def test_the_plan_of_the_check(self, taught):
        client = browser(trainer())
        wrong = client.post(self.url("plan", taught.pk), {"is_active": "on", "weeks": 6, "days": 14, "statements": " "})
        assert "at least one statement" in wrong.content.decode()
        given = {"is_active": "on", "weeks": 8, "days": 14, "statements": "Measures first.\n\nWears gloves.\n"}
        client.post(self.url("plan", taught.pk), given)
        kept = OnTheJobPlan.objects.get()
        assert (kept.weeks, kept.statements) == (8, ["Measures first.", "Wears gloves."])

    def test_nobody_else(self, taught):
        other = browser(trainer("marketing"))
        manager = browser(factories.MembershipFactory(is_manager=True).user)
        for path in (self.url("course", taught.pk), self.url("plan", taught.pk), self.url("survey", taught.pk, "x")):
            assert other.get(path).status_code == 404
            assert manager.get(path).status_code in (302, 403)
        assert other.post(self.url("plan", taught.pk), {"weeks": 1, "days": 1}).status_code == 404
        assert taught.title not in other.get(self.url("courses")).content.decode()
        assert not OnTheJobPlan.objects.exists()

    def test_others_figures_are_not_offered(self, taught):
        Figure.objects.create(department=builders.department("marketing"), name="Their secret figure")
        page = browser(trainer()).get(self.url("course", taught.pk)).content.decode()
        assert "Their secret figure" not in page

    def test_statements(self, taught, tests_of, assessment, question):
        client = browser(trainer())

        def count():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(self.url("course", taught.pk)).status_code == 200
                assert client.get(self.url("courses")).status_code == 200
            return len(captured)

        tried(enrolled(taught), tests_of[0], assessment, question, 1.0)
        rated_checks(taught, 1)
        count()
        few = count()
        for _one in range(6):
            tried(enrolled(taught), tests_of[0], assessment, question, 1.0)
        rated_checks(taught, 6)
        for number in range(3):
            course(module(lesson()), title=f"Another {number}")
        assert count() == few


class TestDoor:
    def test_satisfaction_of_enough_people(self, taught):
        version = taught.versions.get()
        for score in (3, 4, 5, 4):
            SurveyResponse.objects.create(course=taught, version=version, lesson="x", satisfaction=score)
        assert api.satisfaction(course_ids=[taught.pk]) == {}
        SurveyResponse.objects.create(course=taught, version=version, lesson="x", satisfaction=4)
        with CaptureQueriesContext(connection) as captured:
            found = api.satisfaction(course_ids=[taught.pk, taught.pk + 1])
        assert found == {taught.pk: api.Satisfaction(4.0, 5)}
        assert len(captured) == 1

    def test_pass_rates(self, assessment, question):
        for mark in (1.0, 1.0, 0.0):
            attempt(assessment, [question], [mark])
        found = api.pass_rates(assessment_ids=[assessment.pk, 0])[assessment.pk]
        assert (found.passed, found.n) == (2, 3)
        assert found.low < found.share < found.high

    def test_open_checks_of_a_manager(self, taught):
        dealer = factories.DealerFactory()
        manager = factories.MembershipFactory(dealer=dealer, is_manager=True).user
        checks.set_plan(actor=manager, course=taught, is_active=True, weeks=1, days=1, statements=["Seen."])
        registration = enrolled(taught, staff(dealer, 1)[0], done=True)
        registration.completed_at -= timedelta(weeks=2)
        checks.plan_check(registration)
        assert api.open_checks(viewer=viewer_for(user=manager)) == 1
        assert api.open_checks(viewer=viewer_for(user=registration.user)) == 0
