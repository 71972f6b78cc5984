"""Registering many at once says what registering one by one says, in few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.models import Event
from tests import factories
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Registration
from training.courses.registering import RegistrationRefused, register
from training.courses.registering_many import register_many
from training.courses.signals import registration_made, registrations_made

pytestmark = pytest.mark.django_db
State, Source = Registration.State, Registration.Source
TODAY = timezone.localdate()


def people(number):
    return [factories.UserFactory().pk for _n in range(number)]


def by_rule(taught, due):
    return register_many(actor=None, course=taught, due=due, source=Source.RULE, reason="New starter")


def test_each_is_registered_once_with_their_day_and_reason():
    taught = course(module(lesson(), lesson()), days=10)
    one, two = people(2)
    made, current = by_rule(taught, {one: TODAY + timedelta(days=3), two: None})
    assert not current
    assert {row.user_id: row.due_on for row in made} == {
        one: TODAY + timedelta(days=3),
        two: TODAY + timedelta(days=10),
    }
    kept = Registration.objects.get(user=one)
    assert (kept.state, kept.source, kept.reason, kept.cycle, kept.lessons_required) == (
        State.ENROLLED,
        Source.RULE,
        "New starter",
        1,
        2,
    )
    assert {event.subject for event in Event.objects.filter(verb="registration.made")} == {
        f"registration:{row.pk}" for row in made
    }
    again, current = by_rule(taught, {one: None, two: None})
    assert not again
    assert {row.user_id for row in current} == {one, two}
    assert Registration.objects.count() == 2


def test_what_is_open_is_approved_and_its_day_comes_closer_never_later():
    taught = course(module(lesson()))
    asked, early = people(2)
    user = factories.UserFactory._meta.model.objects.get
    register(actor=None, user=user(pk=asked), course=taught, source=Source.SELF, state=State.REQUESTED)
    register(actor=None, user=user(pk=early), course=taught, source=Source.SELF, due_on=TODAY + timedelta(days=2))
    day = TODAY + timedelta(days=9)
    by_rule(taught, {asked: day, early: day})
    assert list(Registration.objects.order_by("pk").values_list("state", "due_on")) == [
        (State.ENROLLED, day),
        (State.ENROLLED, TODAY + timedelta(days=2)),
    ]
    assert Event.objects.filter(verb="registration.changed").count() == 1


def test_taking_it_again_is_the_next_cycle():
    taught = course(module(lesson()))
    (one,) = people(1)
    by_rule(taught, {one: None})
    Registration.objects.update(state=State.COMPLETED, completed_at=timezone.now())
    made, _current = by_rule(taught, {one: None})
    assert [row.cycle for row in made] == [2]


def test_both_signals_tell_of_everybody():
    taught, told, lists = course(module(lesson())), [], []

    def one(registration, **_more):
        told.append(registration.pk)

    def many(registrations, **_more):
        lists.append([row.pk for row in registrations])

    registration_made.connect(one)
    registrations_made.connect(many)
    try:
        made, _current = by_rule(taught, dict.fromkeys(people(3)))
        single = register(actor=None, user=factories.UserFactory(), course=taught, source=Source.TRAINER)
    finally:
        registration_made.disconnect(one)
        registrations_made.disconnect(many)
    assert told == [row.pk for row in made] + [single.pk]
    assert lists == [[row.pk for row in made], [single.pk]]


def test_nothing_is_registered_for_a_course_without_a_version():
    with pytest.raises(RegistrationRefused):
        by_rule(course(module(lesson()), publish=False), dict.fromkeys(people(1)))


def test_statements_do_not_grow_with_people():
    taught, counts = course(module(lesson())), []
    for number in (2, 40):
        due = dict.fromkeys(people(number))
        with CaptureQueriesContext(connection) as seen:
            by_rule(taught, due)
        counts.append(len(seen))
    assert counts[0] == counts[1]
