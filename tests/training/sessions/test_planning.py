"""Planning: no room and no trainer twice, nothing pulled from under people, copies true to the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.network.departments import create_department
from portal.notices.models import Notice
from tests import factories
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import DAY, book_for, edited, in_days, learner, opened, planned, room, trainer
from training.sessions.attendance import mark_list
from training.sessions.errors import DoubleBooked, NoSuchSession, PlanningRefused
from training.sessions.lifecycle import cancel_session, open_booking
from training.sessions.models import SeatQuota, Session, SessionDate
from training.sessions.planning import duplicate, save_session
from training.sessions.reminders import remind, tell_trainers

pytestmark = pytest.mark.django_db


def test_a_room_holds_one_session_at_a_time():
    begins, ends = in_days(10)
    planned(room=room(), title="First", dates=[(begins, ends)])
    with pytest.raises(DoubleBooked, match="Workshop 1” is taken by “First”"):
        planned(room=room(), dates=[(ends - timedelta(minutes=1), ends + timedelta(hours=1))])
    planned(room=room("Workshop 2"), dates=[(begins, ends)])
    planned(room=room(), dates=[(ends, ends + timedelta(hours=1))])
    assert Session.objects.count() == 3


def test_a_trainer_is_in_one_place_at_a_time_unless_it_is_cancelled():
    first = planned(trainers=[trainer("ada")], title="First")
    with pytest.raises(DoubleBooked, match="“ada” is taken by “First”"):
        planned(trainers=[trainer("bob"), trainer("ada")])
    cancel_session(actor=trainer(), session_id=first.pk, reason="Snow")
    planned(trainers=[trainer("ada")])


def test_a_session_does_not_stand_in_its_own_way():
    session = planned(room=room(), trainers=[trainer("ada")])
    held = edited(session)
    held.title = "Renamed"
    assert save_session(session=held, actor=trainer()).title == "Renamed"


def test_dates_of_a_session_do_not_overlap_and_rooms_fit():
    begins, ends = in_days(10)
    with pytest.raises(PlanningRefused, match="at the same time"):
        planned(dates=[(begins, ends), (ends - timedelta(minutes=1), ends + timedelta(hours=1))])
    with pytest.raises(PlanningRefused, match="has 3 seats"):
        planned(room=room("Small", seats=3), capacity=4)
    with pytest.raises(PlanningRefused, match="not in the venue"):
        planned(room=room(), venue=None, format="online", link="https://meet.example/1")
    assert not Session.objects.exists()


def test_what_people_are_booked_for_stays():
    session = opened(capacity=2)
    for _ in range(2):
        book_for(learner(), session)
    held = edited(session)
    held.capacity = 1
    with pytest.raises(PlanningRefused, match="2 people are booked"):
        save_session(session=held, actor=trainer())
    held = edited(session)
    held.course = course(module(lesson()))
    with pytest.raises(PlanningRefused, match="stay as they are"):
        save_session(session=held, actor=trainer())
    date = session.dates.get()
    mark_list(actor=trainer(), date_id=date.pk, minutes={session.bookings.first().pk: 60}, now=date.ends_at)
    held = edited(session)
    held.dates = [SessionDate(starts_at=in_days(20)[0], ends_at=in_days(20)[1])]
    with pytest.raises(PlanningRefused, match="were marked stays"):
        save_session(session=held, actor=trainer())
    with pytest.raises(PlanningRefused, match="were marked as present"):
        cancel_session(actor=trainer(), session_id=session.pk, reason="Snow")


def test_what_is_over_is_not_changed():
    session = planned()
    cancel_session(actor=trainer(), session_id=session.pk, reason="Snow")
    with pytest.raises(PlanningRefused, match="over"):
        save_session(session=edited(session), actor=trainer())


def test_only_the_department_plans_and_nothing_opens_without_a_date():
    session = planned()
    other = factories.oem_person(username="other", groups=[create_department(code="z", name="Z").authors])
    for move in (open_booking,):
        with pytest.raises(NoSuchSession):
            move(actor=other, session_id=session.pk)
    with pytest.raises(NoSuchSession):
        duplicate(actor=other, session_id=session.pk, first_day=date(2030, 1, 1))
    bare = save_session(session=_without_dates(session), actor=trainer())
    assert (bare.starts_at, bare.ends_at) == (None, None)
    with pytest.raises(PlanningRefused, match="a date first"):
        open_booking(actor=trainer(), session_id=bare.pk)


def _without_dates(session):
    held = edited(session)
    held.dates = []
    return held


def test_a_copy_keeps_the_time_of_the_clock_over_the_change_to_summer_time():
    winter = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
    session = planned(
        dates=[(winter, winter + timedelta(hours=8))],
        booking_closes_at=winter - 7 * DAY,
        quotas={factories.RegionFactory(): 3},
    )
    copy = duplicate(actor=trainer(), session_id=session.pk, first_day=date(2027, 3, 29))
    assert copy.starts_at == datetime(2027, 3, 29, 7, 0, tzinfo=UTC), "9 o'clock in Berlin on both days"
    assert copy.ends_at - copy.starts_at == timedelta(hours=8)
    assert copy.booking_closes_at == datetime(2027, 3, 22, 8, 0, tzinfo=UTC), "still winter"
    assert SeatQuota.objects.filter(session=copy).count() == 1
    assert session.dates.count() == 1


def test_a_copy_is_refused_where_its_trainer_is_taken():
    session = planned(trainers=[trainer("ada")])
    with pytest.raises(DoubleBooked):
        duplicate(actor=trainer(), session_id=session.pk, first_day=session.starts_at.date())
    assert Session.objects.count() == 1


def test_saving_costs_the_same_for_many_people():
    def statements(people):
        session = opened(capacity=40, dates=[in_days(10 + people)])
        for _ in range(people):
            book_for(learner(), session)
        held = edited(session)
        held.dates.all()[0].starts_at -= timedelta(minutes=30)
        with CaptureQueriesContext(connection) as caught:
            save_session(session=held, actor=trainer())
        # Each outbox entry is queued after commit; what is counted are the statements.
        return len(caught)

    assert statements(2) == statements(12)


def test_reminders_a_week_and_a_day_before_each_once():
    session = opened()
    early = book_for(learner(), session, now=session.starts_at - 9 * DAY)
    week, day = session.starts_at - 6 * DAY, session.starts_at - timedelta(hours=20)
    late = book_for(learner(), session, now=session.starts_at - 2 * DAY)
    assert not Notice.objects.filter(kind="session_reminder").exists()
    for _ in range(2):
        remind(now=week)
    assert _reminded() == [(early.user_id, 7)]
    for _ in range(2):
        remind(now=day)
    assert _reminded() == [(early.user_id, 7), (early.user_id, 1), (late.user_id, 1)]
    remind(now=session.starts_at)
    assert len(_reminded()) == 3


def test_who_is_moved_is_reminded_anew():
    session = opened()
    book_for(learner(), session, now=session.starts_at - 9 * DAY)
    remind(now=session.starts_at - 6 * DAY)
    held = edited(session)
    held.dates.all()[0].starts_at += DAY
    held.dates.all()[0].ends_at += DAY
    session = save_session(session=held, actor=trainer())
    remind(now=session.starts_at - 6 * DAY)
    assert len(_reminded()) == 2


def _reminded():
    rows = Notice.objects.filter(kind="session_reminder").order_by("pk")
    return [(one.user_id, one.data["days"]) for one in rows]


def test_trainers_are_told_of_too_few_and_of_open_lists():
    session = opened(minimum=2, trainers=[trainer("ada")])
    book_for(learner(), session)
    for _ in range(2):
        tell_trainers(now=session.starts_at - 6 * DAY)
    assert list(Notice.objects.values_list("kind", "user__username").filter(user__username="ada")) == [
        ("session_too_few", "ada")
    ]
    tell_trainers(now=session.ends_at + timedelta(hours=5))
    assert Notice.objects.filter(kind="session_list_missing", user__username="ada").count() == 1
