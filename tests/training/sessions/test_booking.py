"""Seats: who gets one, who waits, who moves up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core.models import Event
from portal.network.api import viewer_for
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import DAY, book_for, edited, in_days, learner, opened, planned, trainer
from training.courses.models import Course, Registration
from training.sessions.booking import book, cancel, decide, move_up
from training.sessions.errors import BookingRefused, NoSuchBooking, NoSuchSession
from training.sessions.lifecycle import cancel_session, close_booking
from training.sessions.models import Booking
from training.sessions.planning import save_session

pytestmark = pytest.mark.django_db
State = Booking.State


def give_back(user, booking, **more):
    return cancel(viewer=viewer_for(user=user), actor=user, booking_id=booking.pk, **more)


def states(*bookings):
    return [Booking.objects.get(pk=one.pk).state for one in bookings]


def test_seats_then_the_waiting_list_then_nothing():
    session = opened(capacity=1, waiting_places=1)
    first, second = book_for(learner(), session), book_for(learner(), session)
    assert (first.state, second.state) == (State.BOOKED, State.WAITLISTED)
    with pytest.raises(BookingRefused, match="the waiting list is full"):
        book_for(learner(), session)
    assert Booking.objects.count() == 2


def test_nobody_is_booked_twice_and_may_come_back_after_cancelling():
    session, person = opened(), learner()
    booking = book_for(person, session)
    with pytest.raises(BookingRefused, match="a booking already"):
        book_for(person, session)
    give_back(person, booking)
    assert book_for(person, session).state == State.BOOKED
    assert list(Booking.objects.order_by("pk").values_list("state", flat=True)) == [State.CANCELLED, State.BOOKED]


def test_who_waits_moves_up_in_order():
    session, first = opened(capacity=1), learner()
    seat = book_for(first, session)
    waiting = [book_for(learner(), session) for _ in range(3)]
    give_back(first, seat)
    assert states(*waiting) == [State.BOOKED, State.WAITLISTED, State.WAITLISTED]
    notice = Notice.objects.get(kind="session_promoted")
    assert notice.user_id == waiting[0].user_id
    assert "A seat has become free" in sentence(notice)


def test_a_quota_holds_back_its_region_and_nobody_else():
    north = factories.RegionFactory(code="north")
    city = factories.RegionFactory(code="city", parent=north)
    session = opened(capacity=3, quotas={north: 1})
    northern, elsewhere = factories.DealerFactory(region=city), factories.DealerFactory()
    first = book_for(learner(northern), session)
    held = book_for(learner(northern), session)
    assert (first.state, held.state) == (State.BOOKED, State.WAITLISTED)
    assert book_for(learner(elsewhere), session).state == State.BOOKED, "the one who waits could not have it"
    give_back(first.user, first)
    assert states(held) == [State.BOOKED]


def test_after_the_cut_off_nobody_moves_up_by_themselves():
    session = opened(capacity=1)
    session = save_session(session=_with(session, promote_until=session.starts_at - 2 * DAY), actor=trainer())
    first = book_for(learner(), session)
    waiting = book_for(learner(), session)
    give_back(first.user, first, now=session.starts_at - DAY)
    assert states(waiting) == [State.WAITLISTED]
    late = book_for(learner(), session, now=session.starts_at - DAY)
    assert late.state == State.WAITLISTED, "no newcomer takes the seat of who waits"
    move_up(actor=trainer(), booking_id=waiting.pk)
    assert states(waiting, late) == [State.BOOKED, State.WAITLISTED]
    with pytest.raises(BookingRefused, match="no free seat"):
        move_up(actor=trainer(), booking_id=late.pk)


def _with(session, **facts):
    session = edited(session)
    for name, value in facts.items():
        setattr(session, name, value)
    return session


def test_more_seats_let_people_move_up():
    session = opened(capacity=1)
    book_for(learner(), session)
    waiting = book_for(learner(), session)
    save_session(session=_with(session, capacity=2), actor=trainer())
    assert states(waiting) == [State.BOOKED]


def test_late_is_noted_but_not_for_who_only_waits_nor_by_the_trainer():
    session = opened(capacity=2)
    session = save_session(session=_with(session, cancel_until=session.starts_at - 3 * DAY), actor=trainer())
    early, late, released = (book_for(learner(), session) for _ in range(2)), None, None
    early, late = early
    waiting = book_for(learner(), session)
    soon = session.starts_at - DAY
    assert not give_back(waiting.user, waiting, now=soon).cancelled_late
    assert not give_back(early.user, early, now=session.starts_at - 4 * DAY).cancelled_late
    released = book_for(learner(), session)
    assert give_back(late.user, late, now=soon).cancelled_late
    assert not give_back(trainer(), released, now=soon).cancelled_late
    last = book_for(learner(), session)
    with pytest.raises(BookingRefused, match="has begun"):
        give_back(last.user, last, now=session.starts_at + timedelta(minutes=1))


@pytest.mark.parametrize("when", ["planned", "closed", "closes", "begun"])
def test_when_no_seat_can_be_booked(when):
    session, now = planned(), None
    if when != "planned":
        session = opened(booking_closes_at=session.starts_at - 5 * DAY)
    if when == "closed":
        close_booking(actor=trainer(), session_id=session.pk)
    if when in ("closes", "begun"):
        now = session.starts_at - (4 * DAY if when == "closes" else timedelta(0))
    with pytest.raises((BookingRefused, NoSuchSession)):
        book_for(learner(), session, now=now)
    assert not Booking.objects.exists()


def test_a_person_is_not_in_two_sessions_at_a_time():
    first, second = opened(title="First"), opened(title="Second")
    person = learner()
    book_for(person, first)
    with pytest.raises(BookingRefused, match="“First” is at the same time"):
        book_for(person, second)
    assert book_for(person, opened(title="Third", dates=[in_days(12)])).state == State.BOOKED


def test_a_request_waits_for_the_manager_who_is_told():
    dealer = factories.DealerFactory()
    person, manager = learner(dealer), learner(dealer, is_manager=True)
    stranger = learner(is_manager=True)
    booking = book_for(person, opened(approval=True))
    assert booking.state == State.REQUESTED
    assert list(Notice.objects.filter(kind="session_requested").values_list("user", flat=True)) == [manager.pk]
    for nobody in (stranger, person):
        with pytest.raises(NoSuchBooking):
            decide(viewer=viewer_for(user=nobody), actor=nobody, booking_id=booking.pk, approve=True)
    with pytest.raises(BookingRefused, match="Say why"):
        decide(viewer=viewer_for(user=manager), actor=manager, booking_id=booking.pk, approve=False)
    decide(viewer=viewer_for(user=manager), actor=manager, booking_id=booking.pk, approve=True)
    assert states(booking) == [State.BOOKED]
    with pytest.raises(BookingRefused, match="has been decided"):
        decide(viewer=viewer_for(user=manager), actor=manager, booking_id=booking.pk, approve=True)


def test_a_declined_request_says_why_and_takes_no_seat():
    dealer = factories.DealerFactory()
    person, manager = learner(dealer), learner(dealer, is_manager=True)
    booking = book_for(person, opened(approval=True))
    decide(viewer=viewer_for(user=manager), actor=manager, booking_id=booking.pk, approve=False, reason="Holidays")
    assert states(booking) == [State.DECLINED]
    assert "Holidays" in sentence(Notice.objects.get(kind="session_declined"))


def test_a_manager_books_their_own_people_and_no_others():
    dealer = factories.DealerFactory()
    person, manager = learner(dealer), learner(dealer, is_manager=True)
    stranger, session = learner(), opened(approval=True)
    viewer = viewer_for(user=manager)
    booking = book(viewer=viewer, actor=manager, user=person, session_id=session.pk)
    assert (booking.state, booking.source, booking.dealer) == (State.BOOKED, Booking.Source.MANAGER, dealer)
    with pytest.raises(NoSuchBooking):
        book(viewer=viewer, actor=manager, user=stranger, session_id=session.pk)
    with pytest.raises(NoSuchBooking):
        give_back(manager, book_for(stranger, session))
    give_back(manager, booking)
    assert Notice.objects.filter(user=person, kind="session_unbooked").exists()


def test_a_session_of_a_course_that_one_may_not_see_cannot_be_booked():
    taught = course(module(lesson()))
    taught.audience_dealers.set([factories.DealerFactory()])
    taught.save()
    session = opened(taught=taught)
    with pytest.raises(NoSuchSession):
        book_for(learner(), session)


def test_staff_of_another_department_book_nobody():
    session, other = opened(), factories.oem_person(username="other")
    with pytest.raises(NoSuchBooking):
        book(viewer=viewer_for(user=other), actor=other, user=learner(), session_id=session.pk)


def test_booking_a_lesson_registers_for_its_course_under_its_rules():
    part = lesson("session", title="Practice", share=80)
    taught = course(module(part))
    session, person = opened(taught=taught, lesson=part["id"]), learner()
    booking = book_for(person, session)
    assert booking.registration == Registration.objects.get(user=person, course=taught)
    closed = course(module(part), enrolment=Course.Enrolment.ASSIGNED)
    with pytest.raises(BookingRefused, match="for those who are assigned"):
        book_for(learner(), opened(taught=closed, lesson=part["id"], dates=[in_days(20)]))


def test_a_cancelled_session_ends_every_booking_and_tells_everybody():
    session = opened(capacity=1)
    booked, waiting = book_for(learner(), session), book_for(learner(), session)
    cancel_session(actor=trainer(), session_id=session.pk, reason="The trainer is ill")
    assert states(booked, waiting) == [State.CANCELLED, State.CANCELLED]
    told = Notice.objects.filter(kind="session_cancelled")
    assert {one.user_id for one in told} == {booked.user_id, waiting.user_id}
    assert all(one.urgent and "The trainer is ill" in sentence(one) for one in told)
    with pytest.raises(NoSuchSession):
        book_for(learner(), session)


def test_every_change_is_an_event_by_its_person():
    person, session = learner(), opened()
    booking = book_for(person, session)
    give_back(person, booking)
    verbs = Event.objects.filter(subject=f"booking:{booking.pk}", actor=person).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["session.booked", "session.booking_cancelled"]
