"""The sums of dashboards: what they count, for which dealer, and that they follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.network.models import Membership
from tests import factories
from tests.training.courses_builder import course, lesson, module
from training.courses.completion import complete_lesson
from training.courses.models import Registration
from training.courses.registering import register
from training.dashboards.models import CourseAtDealer, CourseMonth, CourseStanding, DealerMonth, DealerStanding, Touched
from training.dashboards.rollups.refreshing import refresh_dealers, repair, work_off_touched

pytestmark = pytest.mark.django_db
COUNTS = ("people", "waiting", "enrolled", "in_progress", "completed", "overdue")


def enrolled(user, taught, **more):
    return register(actor=None, user=user, course=taught, source=Registration.Source.SELF, **more)


def completed(user, taught, **more):
    registration = enrolled(user, taught, **more)
    complete_lesson(registration=registration, lesson_id=taught.body.raw_data[0]["value"]["lessons"][0]["id"])
    registration.refresh_from_db()
    assert registration.state == Registration.State.COMPLETED
    return registration


def counts(row):
    return {name: getattr(row, name) for name in COUNTS if getattr(row, name)}


def everything():
    return [
        sorted(model.objects.values_list(*fields))
        for model, fields in (
            (CourseAtDealer, ("dealer", "course", *COUNTS)),
            (CourseStanding, ("course", *COUNTS)),
            (DealerStanding, ("dealer", "staff", "late_staff", *COUNTS)),
            (CourseMonth, ("dealer", "course", "month", "enrolled", "completed")),
            (DealerMonth, ("dealer", "month", "enrolled", "completed")),
        )
    ]


def test_what_is_so_now_counts_the_people_of_today():
    dealer = factories.DealerFactory()
    taught = course(module(lesson()))
    late, waiting, done, other = (factories.MembershipFactory(dealer=dealer).user for _ in range(4))
    Registration.objects.filter(pk=enrolled(late, taught).pk).update(due_on=timezone.localdate() - timedelta(days=1))
    enrolled(waiting, taught, state=Registration.State.REQUESTED)
    completed(done, taught)
    enrolled(done, taught)
    left = factories.MembershipFactory(dealer=dealer, ends=timezone.localdate() - timedelta(days=1)).user
    enrolled(left, taught)
    repair()
    cell = CourseAtDealer.objects.get(dealer=dealer, course=taught)
    assert counts(cell) == {"people": 3, "waiting": 1, "enrolled": 2, "completed": 1, "overdue": 1}
    standing = DealerStanding.objects.get(dealer=dealer)
    assert (standing.staff, standing.late_staff, standing.people) == (4, 1, 3)
    assert counts(CourseStanding.objects.get(course=taught))["people"] == 4, "who left is counted over all people"
    assert other.registrations.count() == 0


def test_a_completion_counts_where_the_person_worked_on_that_day():
    before, after = factories.DealerFactory(), factories.DealerFactory()
    mover = factories.UserFactory()
    Membership.objects.create(user=mover, dealer=before, starts=date(2025, 1, 1), ends=date(2025, 6, 30))
    Membership.objects.create(user=mover, dealer=after, starts=date(2025, 7, 1))
    taught = course(module(lesson()))
    registration = completed(mover, taught)
    Registration.objects.filter(pk=registration.pk).update(
        created_at=datetime(2025, 5, 3, tzinfo=UTC), completed_at=datetime(2025, 6, 30, 12, tzinfo=UTC)
    )
    again = completed(mover, taught)
    Registration.objects.filter(pk=again.pk).update(
        created_at=datetime(2025, 6, 30, tzinfo=UTC), completed_at=datetime(2025, 7, 1, 9, tzinfo=UTC)
    )
    repair()
    rows = set(CourseMonth.objects.values_list("dealer", "month", "enrolled", "completed"))
    assert rows == {
        (before.pk, date(2025, 5, 1), 1, 0),
        (before.pk, date(2025, 6, 1), 1, 1),
        (after.pk, date(2025, 7, 1), 0, 1),
    }
    assert set(CourseAtDealer.objects.values_list("dealer", "completed")) == {(after.pk, 1)}
    assert DealerMonth.objects.filter(dealer=before).count() == 2


def test_who_works_at_two_dealers_counts_at_each_and_once_over_all():
    both = factories.UserFactory()
    for _ in range(2):
        factories.MembershipFactory(user=both)
    taught = course(module(lesson()))
    completed(both, taught)
    repair()
    assert [row.completed for row in CourseAtDealer.objects.all()] == [1, 1]
    assert CourseStanding.objects.get(course=taught).completed == 1


def test_two_memberships_at_one_dealer_do_not_double():
    membership = factories.MembershipFactory()
    factories.MembershipFactory(user=membership.user, dealer=membership.dealer)
    taught = course(module(lesson()))
    completed(membership.user, taught)
    repair()
    assert CourseAtDealer.objects.get().completed == 1
    assert CourseMonth.objects.get().completed == 1
    assert DealerStanding.objects.get(dealer=membership.dealer).staff == 1


def test_the_sums_follow_what_was_touched_as_a_repair_would():
    membership = factories.MembershipFactory()
    other = factories.MembershipFactory()
    one, two = course(module(lesson())), course(module(lesson()))
    completed(membership.user, one)
    enrolled(membership.user, two)
    enrolled(other.user, two)
    work_off_touched()
    assert not Touched.objects.exists()
    followed = everything()
    assert CourseAtDealer.objects.get(dealer=membership.dealer, course=one).completed == 1
    repair()
    assert everything() == followed
    registration = Registration.objects.get(user=other.user)
    registration.state = Registration.State.WITHDRAWN
    registration.save(update_fields=["state"])
    work_off_touched()
    assert not CourseAtDealer.objects.filter(dealer=other.dealer).exists()
    Membership.objects.filter(pk=membership.pk).first().delete()
    work_off_touched()
    followed = everything()
    assert not CourseAtDealer.objects.filter(dealer=membership.dealer).exists()
    repair()
    assert everything() == followed


def test_a_change_sends_for_the_sums(django_capture_on_commit_callbacks):
    membership = factories.MembershipFactory()
    taught = course(module(lesson()))
    with django_capture_on_commit_callbacks(execute=True):
        completed(membership.user, taught)
    assert CourseAtDealer.objects.get(dealer=membership.dealer).completed == 1


def test_what_is_right_is_not_written_and_many_people_cost_no_more_statements():
    dealer = factories.DealerFactory()
    taught = course(module(lesson()))
    enrolled(factories.MembershipFactory(dealer=dealer).user, taught)
    day = timezone.localdate()
    refresh_dealers(dealers=[dealer.pk], day=day)
    with CaptureQueriesContext(
        connection,
    ) as one:
        refresh_dealers(dealers=[dealer.pk], day=day)
    assert not [query for query in one if query["sql"].startswith(("INSERT", "DELETE"))]
    for _ in range(6):
        enrolled(factories.MembershipFactory(dealer=dealer).user, taught)
    refresh_dealers(dealers=[dealer.pk], day=day)
    with CaptureQueriesContext(connection) as many:
        refresh_dealers(dealers=[dealer.pk], day=day)
    assert len(many) == len(one)
