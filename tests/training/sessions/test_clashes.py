"""Nobody sits in two sessions at once, however many waiting lists they are on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.network.api import viewer_for
from tests import factories
from tests.training.sessions.builders import DAY, book_for, edited, in_days, learner, opened, trainer
from training.sessions.booking import book, cancel, decide, move_up
from training.sessions.errors import BookingRefused
from training.sessions.lifecycle import cancel_session
from training.sessions.models import Booking
from training.sessions.planning import save_session
from training.sessions.waiting import promote, promote_again

pytestmark = pytest.mark.django_db
State = Booking.State


def state(booking):
    return Booking.objects.get(pk=booking.pk).state


def give_back(booking):
    user = booking.user
    return cancel(viewer=viewer_for(user=user), actor=user, booking_id=booking.pk)


def two_full_sessions(*, second=None, waiting_places=10):
    """Two sessions of one seat each, both taken, at the same time unless told."""
    sessions = (
        opened(capacity=1, waiting_places=waiting_places),
        opened(capacity=1, waiting_places=waiting_places, title="The other", dates=[second or in_days(10)]),
    )
    return sessions, [book_for(learner(), one) for one in sessions]


def test_who_waits_for_two_at_the_same_time_gets_one_of_them():
    (one, other), (seat, other_seat) = two_full_sessions()
    person, next_one = learner(), learner()
    waiting, elsewhere = book_for(person, one), book_for(person, other)
    behind = book_for(next_one, other)
    give_back(seat)
    assert (state(waiting), state(elsewhere)) == (State.BOOKED, State.WAITLISTED)
    give_back(other_seat)
    assert state(elsewhere) == State.WAITLISTED, "they have a seat at that time and keep their place"
    assert state(behind) == State.BOOKED, "and hold up nobody"


def test_on_another_day_both_are_theirs():
    (one, other), (seat, other_seat) = two_full_sessions(second=in_days(11))
    person = learner()
    waiting, elsewhere = book_for(person, one), book_for(person, other)
    give_back(seat)
    give_back(other_seat)
    assert (state(waiting), state(elsewhere)) == (State.BOOKED, State.BOOKED)


def test_a_newcomer_gets_the_seat_that_who_waits_could_not_take():
    (one, other), (seat, other_seat) = two_full_sessions()
    person = learner()
    book_for(person, one)
    held_up = book_for(person, other)
    give_back(seat)
    give_back(other_seat)
    assert book_for(learner(), other).state == State.BOOKED
    assert state(held_up) == State.WAITLISTED


@pytest.mark.parametrize("by", ["the person", "the trainer"])
def test_who_gives_the_one_back_moves_up_in_the_other(by, django_capture_on_commit_callbacks):
    (one, other), (seat, other_seat) = two_full_sessions()
    person = learner()
    mine, elsewhere = book_for(person, one), book_for(person, other)
    give_back(seat)
    give_back(other_seat)
    with django_capture_on_commit_callbacks(execute=True):
        if by == "the person":
            give_back(mine)
        else:
            cancel_session(actor=trainer(), session_id=one.pk, reason="The trainer is ill.")
    assert (state(mine), state(elsewhere)) == (State.CANCELLED, State.BOOKED)


def test_a_trainer_does_not_move_somebody_up_into_a_second_seat():
    (one, other), (seat, other_seat) = two_full_sessions()
    person = learner()
    book_for(person, one)
    elsewhere = book_for(person, other)
    give_back(seat)
    give_back(other_seat)
    with pytest.raises(BookingRefused, match="“High voltage, practice” is at the same time"):
        move_up(actor=trainer(), booking_id=elsewhere.pk)


def test_of_two_requests_for_the_same_time_one_is_approved():
    dealer = factories.DealerFactory()
    manager = learner(dealer, is_manager=True)
    sessions = opened(approval=True), opened(approval=True)
    person = learner(dealer)
    first, second = [book_for(person, one) for one in sessions]
    answer = {"viewer": viewer_for(user=manager), "actor": manager, "approve": True}
    assert decide(booking_id=first.pk, **answer).state == State.BOOKED
    with pytest.raises(BookingRefused, match="at the same time"):
        decide(booking_id=second.pk, **answer)
    assert state(second) == State.REQUESTED


def test_more_seats_pass_over_who_sits_elsewhere():
    (one, other), (seat, _other_seat) = two_full_sessions()
    person, behind = learner(), learner()
    book_for(person, one)
    passed_over, moved = book_for(person, other), book_for(behind, other)
    give_back(seat)
    larger = edited(other)
    larger.capacity = 2
    save_session(session=larger, actor=trainer())
    assert (state(passed_over), state(moved)) == (State.WAITLISTED, State.BOOKED)


def test_after_the_cut_off_nobody_moves_up_late():
    (one, _other), (seat, _other_seat) = two_full_sessions()
    waiting = book_for(learner(), one)
    Booking.objects.filter(pk=seat.pk).update(state=State.CANCELLED)
    assert promote_again(session_id=one.pk, now=one.starts_at + DAY) == []
    assert state(waiting) == State.WAITLISTED


def test_statements_do_not_grow_with_the_waiting_list():
    counts = []
    for people in (2, 12):
        (one, _other), (seat, _other_seat) = two_full_sessions(waiting_places=20)
        dealer = factories.DealerFactory()
        for _ in range(people):
            book_for(learner(dealer), one)
        Booking.objects.filter(pk=seat.pk).update(state=State.CANCELLED)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(promote(session=one, now=timezone.now())) == 1
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_manager_does_not_book_somebody_twice_at_a_time():
    (one, other) = opened(), opened()
    dealer = factories.DealerFactory()
    manager, person = learner(dealer, is_manager=True), learner(dealer)
    book_for(person, one)
    with pytest.raises(BookingRefused, match="at the same time"):
        book(viewer=viewer_for(user=manager), actor=manager, user=person, session_id=other.pk)
