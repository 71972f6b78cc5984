"""On-the-job checks: planned by completion, asked of the right managers, rated once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.api import viewer_for
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.completion import complete_lesson
from training.courses.registering import register
from training.evaluation import checks
from training.evaluation.models import JobCheck

pytestmark = pytest.mark.django_db
STATEMENTS = ["Measures before touching.", "Wears the gloves."]


@pytest.fixture
def one():
    return lesson()


@pytest.fixture
def taught(one):
    made = course(module(one))
    plan(made)
    return made


def plan(taught, **more):
    given = {"is_active": True, "weeks": 6, "days": 14, "statements": STATEMENTS, **more}
    return checks.set_plan(actor=builders.person(), course=taught, **given)


def completed(user, taught, one, weeks_ago=0):
    """A course that was completed so many weeks ago; its check."""
    registration = register(actor=user, user=user, course=taught, source="self")
    then = timezone.now() - timedelta(weeks=weeks_ago)
    complete_lesson(registration=registration, lesson_id=one["id"], now=then)
    return JobCheck.objects.filter(registration=registration).first()


def worker(dealer):
    return factories.MembershipFactory(dealer=dealer).user


def viewer(user):
    return viewer_for(user=user)


def test_completion_plans_a_check_that_keeps_its_statements(dealer, taught, one):
    made = completed(worker(dealer), taught, one)
    assert made.opens_on == timezone.localdate() + timedelta(weeks=6)
    assert made.due_on == made.opens_on + timedelta(days=14)
    plan(taught, statements=["Another."])
    made.refresh_from_db()
    assert made.statements == STATEMENTS
    plan(taught, is_active=False)
    assert completed(worker(dealer), taught, one) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"statements": [" ", ""]},
        {"statements": ["x" * 301]},
        {"statements": ["Same.", " Same. "]},
        {"statements": [str(n) for n in range(21)]},
        {"weeks": 0},
        {"weeks": 105},
        {"days": 0},
    ],
)
def test_plans_that_make_no_sense_are_refused(taught, wrong):
    with pytest.raises(checks.PlanRefused):
        plan(taught, **wrong)


class TestAsking:
    def test_the_managers_of_the_day_once(self, dealer, manager, taught, one):
        user = worker(dealer)
        made = completed(user, taught, one, weeks_ago=7)
        future = completed(worker(dealer), taught, one, weeks_ago=1)
        other = factories.MembershipFactory(is_manager=True).user
        gone = factories.MembershipFactory(dealer=dealer, is_manager=True)
        gone.ends = timezone.localdate() - timedelta(days=1)
        gone.save()
        assert checks.ask_managers() == 1
        checks.ask_managers()
        assert [*Notice.objects.values_list("user", "kind")] == [(manager.pk, "job_check")]
        notice = Notice.objects.get()
        assert notice.url == reverse("evaluation:check", args=[made.pk])
        assert user.username in sentence(notice)
        assert not Notice.objects.filter(user__in=[other.pk, gone.user_id]).exists()
        assert future.opens_on > timezone.localdate()

    def test_late_ones_are_reminded_once_a_week_three_times(self, dealer, manager, taught, one):
        made = completed(worker(dealer), taught, one, weeks_ago=6)
        for days in range(60):
            checks.ask_managers(today=made.opens_on + timedelta(days=days))
        kinds = [*Notice.objects.order_by("pk").values_list("kind", flat=True)]
        assert kinds == ["job_check"] + ["job_check_overdue"] * 3
        assert "was due" in sentence(Notice.objects.order_by("-pk")[0])

    def test_nobody_is_asked_about_themselves(self, dealer, taught, one):
        boss = factories.MembershipFactory(dealer=dealer, is_manager=True).user
        completed(boss, taught, one, weeks_ago=7)
        checks.ask_managers()
        assert not Notice.objects.exists()
        assert not checks.checks(viewer=viewer(boss)).exists()

    def test_statements_do_not_grow(self, dealer, manager, taught, one):
        def count():
            with CaptureQueriesContext(connection) as captured:
                checks.ask_managers()
            return len(captured)

        completed(worker(dealer), taught, one, weeks_ago=7)
        few = count()
        for _one in range(5):
            completed(worker(dealer), taught, one, weeks_ago=7)
        assert count() == few


class TestRating:
    def test_once(self, dealer, manager, taught, one):
        made = completed(worker(dealer), taught, one, weeks_ago=7)
        kept = checks.rate(viewer=viewer(manager), actor=manager, check_id=made.pk, ratings=[4, None], comment="Good.")
        assert (kept.ratings, kept.rating, kept.rated_by) == ([4, None], 4.0, manager)
        with pytest.raises(checks.RatingRefused):
            checks.rate(viewer=viewer(manager), actor=manager, check_id=made.pk, ratings=[1, 1])
        kept.refresh_from_db()
        assert kept.rating == 4.0
        assert not checks.checks(viewer=viewer(manager)).exists()

    @pytest.mark.parametrize("wrong", [[4], [4, 6], [0, 3], [None, None], [1, 2, 3]])
    def test_ratings_that_do_not_fit(self, dealer, manager, taught, one, wrong):
        made = completed(worker(dealer), taught, one, weeks_ago=7)
        with pytest.raises(checks.RatingRefused):
            checks.rate(viewer=viewer(manager), actor=manager, check_id=made.pk, ratings=wrong)
        assert JobCheck.objects.get(pk=made.pk).rated_at is None


class TestPages:
    def test_a_manager_rates(self, dealer, manager, taught, one):
        made = completed(worker(dealer), taught, one, weeks_ago=7)
        client = browser(manager)
        page = client.get(reverse("evaluation:checks")).content.decode()
        assert made.registration.user.username in page
        url = reverse("evaluation:check", args=[made.pk])
        assert "Wears the gloves." in client.get(url).content.decode()
        wrong = client.post(url, {"s0": "9", "comment": "Keep me"}).content.decode()
        assert "Rate every statement." in wrong
        assert "Keep me" in wrong
        client.post(url, {"s0": "5", "s1": "none", "comment": "Careful."})
        made.refresh_from_db()
        assert made.ratings == [5, None]
        after = client.get(url).content.decode()
        assert "Careful." in after
        assert "not seen" in after

    def test_only_ones_own_people(self, dealer, manager, taught, one):
        made = completed(worker(dealer), taught, one, weeks_ago=7)
        early = completed(worker(dealer), taught, one, weeks_ago=1)
        url = reverse("evaluation:check", args=[made.pk])
        stranger = factories.MembershipFactory(is_manager=True).user
        colleague = worker(dealer)
        for user in (stranger, colleague, made.registration.user):
            client = browser(user)
            assert client.get(url).status_code == 404
            assert client.post(url, {"s0": "1", "s1": "1"}).status_code == 404
        assert browser(colleague).get(reverse("evaluation:checks")).status_code == 404
        assert [*checks.checks(viewer=viewer(stranger))] == []
        assert [*checks.checks(viewer=viewer(manager))] == [made]
        assert browser(manager).get(reverse("evaluation:check", args=[early.pk])).status_code == 404, "not open yet"
        assert browser(manager).get(f"/training/evaluation/checks/{10**30}/").status_code == 404
        made.refresh_from_db()
        assert made.rated_at is None

    def test_who_left_is_not_shown_any_more(self, dealer, manager, taught, one):
        user = worker(dealer)
        made = completed(user, taught, one, weeks_ago=7)
        user.memberships.update(ends=timezone.localdate() - timedelta(days=1))
        assert browser(manager).get(reverse("evaluation:check", args=[made.pk])).status_code == 404

    def test_statements_of_the_list(self, dealer, manager, taught, one):
        client = browser(manager)

        def count():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse("evaluation:checks")).status_code == 200
            return len(captured)

        for number in range(2):
            made = completed(worker(dealer), taught, one, weeks_ago=7)
            if number:
                checks.rate(viewer=viewer(manager), actor=manager, check_id=made.pk, ratings=[4, 3])
        count()
        few = count()
        for number in range(6):
            made = completed(worker(dealer), taught, one, weeks_ago=7)
            if number % 2:
                checks.rate(viewer=viewer(manager), actor=manager, check_id=made.pk, ratings=[4, 3])
        assert count() == few
