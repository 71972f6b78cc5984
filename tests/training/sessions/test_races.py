"""Many at once, with real threads and real connections: one seat, one room, one trainer, one mark."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from portal.network.api import viewer_for
from portal.network.models import User
from tests import factories
from tests.training.sessions.builders import edited, in_days, learner, opened, planned, room, trainer
from training.sessions.attendance import check_in
from training.sessions.booking import book, cancel
from training.sessions.errors import BookingRefused, DoubleBooked
from training.sessions.models import Attendance, Booking, Session, SessionDate
from training.sessions.planning import save_session

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS = 200
AT_ONCE = 6
"""SQLite lets one write at a time and queues the rest without an order: more only wait longer."""


@pytest.fixture(autouse=True)
def content_types_of_the_next_test(transactional_db):
    """The database is flushed after each test here, and its content types get new ids."""
    yield
    ContentType.objects.clear_cache()


def at_once(calls):
    """Run the calls, so many at a time, each with a connection of its own; what each gave or raised."""
    first = Barrier(min(AT_ONCE, len(calls)))

    def run(numbered):
        number, call = numbered
        if number < first.parties:
            first.wait(timeout=20)
        try:
            return call()
        except (BookingRefused, DoubleBooked) as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, enumerate(calls)))


def test_of_200_requests_for_the_last_seat_exactly_one_wins():
    session = opened(capacity=1, waiting_places=5)
    dealer = factories.DealerFactory()
    people = User.objects.bulk_create(
        [User(username=f"racer{n}", email=f"racer{n}@example.com") for n in range(REQUESTS)]
    )
    people = list(User.objects.filter(username__startswith="racer").order_by("pk"))
    for person in people:
        factories.MembershipFactory(user=person, dealer=dealer)

    def ask(person):
        return lambda: book(viewer=viewer_for(user=person), actor=person, user=person, session_id=session.pk).state

    answers = at_once([ask(person) for person in people])
    assert answers.count("booked") == 1
    assert answers.count("waitlisted") == 5
    assert answers.count(BookingRefused) == REQUESTS - 6
    assert Booking.objects.filter(session=session, state="booked").count() == 1


def test_one_person_who_asks_many_times_has_one_booking():
    session, person = opened(capacity=5), learner()
    viewer = viewer_for(user=person)
    answers = at_once([lambda: book(viewer=viewer, actor=person, user=person, session_id=session.pk).state] * 12)
    assert answers.count("booked") == 1
    assert Booking.objects.count() == 1


def test_seats_that_are_given_back_at_once_are_each_taken_once():
    session = opened(capacity=4, waiting_places=10)
    seated = [_booked(session) for _ in range(4)]
    waiting = [_booked(session) for _ in range(6)]
    calls = [
        lambda one=one: cancel(viewer=viewer_for(user=one.user), actor=one.user, booking_id=one.pk).state
        for one in seated
    ]
    assert at_once(calls) == ["cancelled"] * 4
    states = [Booking.objects.get(pk=one.pk).state for one in waiting]
    assert states == ["booked"] * 4 + ["waitlisted"] * 2


def test_two_planners_at_once_do_not_both_have_the_room_or_the_trainer():
    hall, ada = room(), trainer("ada")
    drafts = [planned(dates=[in_days(40 + number)]) for number in range(8)]
    begins, ends = in_days(10)

    def plan(number):
        def call():
            held = edited(drafts[number])
            held.dates = [SessionDate(starts_at=begins, ends_at=ends, room=hall if number % 2 else None)]
            held.trainers = [held.trainers.model(user=ada)]
            return save_session(session=held, actor=trainer()).pk

        return call

    answers = at_once([plan(number) for number in range(8)])
    assert answers.count(DoubleBooked) == 7
    assert SessionDate.objects.filter(starts_at=begins).count() == 1
    assert Session.objects.count() == 8


def test_a_code_opened_on_many_screens_marks_once():
    session = opened(capacity=3)
    booking, date = _booked(session), session.dates.get()
    marks = at_once([lambda: check_in(user=booking.user, date_id=date.pk, now=date.starts_at).pk] * 8)
    assert len(set(marks)) == 1
    assert Attendance.objects.count() == 1


def _booked(session):
    person = learner()
    return book(viewer=viewer_for(user=person), actor=person, user=person, session_id=session.pk)


def test_two_seats_that_become_free_at_the_same_moment_are_not_both_one_persons():
    sessions, dealer = [opened(capacity=1), opened(capacity=1, title="At the same time")], factories.DealerFactory()
    seats = [_seat_or_place(learner(dealer), session) for session in sessions]
    waiting = learner(dealer)
    mine = [_seat_or_place(waiting, session) for session in sessions]

    def give_back(seat):
        viewer = viewer_for(user=seat.user)
        return lambda: cancel(viewer=viewer, actor=seat.user, booking_id=seat.pk).state

    assert at_once([give_back(seat) for seat in seats]) == ["cancelled", "cancelled"]
    states = Booking.objects.filter(pk__in=[one.pk for one in mine]).values_list("state", flat=True)
    assert sorted(states) == ["booked", "waitlisted"]


def _seat_or_place(person, session):
    return book(viewer=viewer_for(user=person), actor=person, user=person, session_id=session.pk)
