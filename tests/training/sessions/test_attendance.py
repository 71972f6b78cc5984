"""Being there: by the list, by the code; what it makes of the booking and the lesson."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Event
from tests import factories
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import DAY, book_for, in_days, learner, opened, trainer
from training.courses.models import Registration
from training.sessions import codes
from training.sessions.attendance import check_in, conclude, mark_list
from training.sessions.errors import AttendanceRefused, NoSuchSession
from training.sessions.models import Attendance, Booking, Session, SessionDate
from training.sessions.signals import attended

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture
def part():
    return lesson("session", title="Practice", share=80)


@pytest.fixture
def session(part):
    """Two dates of eight hours, for a lesson that needs 80 percent."""
    taught = course(module(part))
    return opened(taught=taught, lesson=part["id"], dates=[in_days(10), in_days(11)], capacity=9)


def mark(session, number, now=None, **minutes):
    date = session.dates.order_by("starts_at")[number]
    bookings = {Booking.objects.get(user__username=name).pk: value for name, value in minutes.items()}
    return mark_list(actor=trainer(), date_id=date.pk, minutes=bookings, now=now or date.ends_at)


def people(session, *names):
    return [book_for(learner(user__username=name), session) for name in names]


def test_attending_enough_completes_the_lesson_and_the_course(session, part):
    (booking,) = people(session, "ann")
    mark(session, 0, ann=480)
    booking.refresh_from_db()
    assert (booking.state, booking.minutes) == (State.BOOKED, 480), "half is not enough"
    mark(session, 1, ann=288)
    booking.refresh_from_db()
    assert (booking.state, booking.minutes) == (State.ATTENDED, 768), "768 of 960 minutes are 80 percent"
    registration = Registration.objects.get()
    assert registration.state == Registration.State.COMPLETED
    assert registration.lesson_states.get(lesson=part["id"]).completed_at


def test_a_minute_less_is_not_enough(session):
    (booking,) = people(session, "ann")
    mark(session, 0, ann=480)
    mark(session, 1, ann=287)
    conclude(actor=trainer(), session_id=session.pk, now=session.ends_at + timedelta(minutes=1))
    booking.refresh_from_db()
    assert booking.state == State.PARTIALLY_ATTENDED
    assert Registration.objects.get().state != Registration.State.COMPLETED


def test_closing_the_list_settles_everybody(session):
    people(session, "ann", "ben", "cid")
    late = book_for(learner(user__username="dan"), session)
    Booking.objects.filter(pk=late.pk).update(state=State.WAITLISTED)
    mark(session, 0, ann=480, ben=60)
    mark(session, 1, ann=480)
    with pytest.raises(AttendanceRefused, match="not ended"):
        conclude(actor=trainer(), session_id=session.pk, now=session.ends_at - timedelta(minutes=1))
    held = conclude(actor=trainer(), session_id=session.pk, now=session.ends_at)
    assert held.state == Session.State.HELD
    assert dict(Booking.objects.values_list("user__username", "state")) == {
        "ann": State.ATTENDED,
        "ben": State.PARTIALLY_ATTENDED,
        "cid": State.NO_SHOW,
        "dan": State.CANCELLED,
    }
    with pytest.raises(AttendanceRefused, match="over"):
        conclude(actor=trainer(), session_id=session.pk, now=session.ends_at)


def test_a_correction_settles_anew_and_is_an_event_but_takes_no_lesson_back(session):
    (booking,) = people(session, "ann")
    heard = []
    attended.connect(lambda booking, **_kwargs: heard.append(booking.pk), weak=False, dispatch_uid="test")
    try:
        mark(session, 0, ann=480)
        mark(session, 1, ann=480)
        mark(session, 1, ann=480)
    finally:
        attended.disconnect(dispatch_uid="test")
    assert heard == [booking.pk], "once"
    conclude(actor=trainer(), session_id=session.pk, now=session.ends_at)
    mark(session, 1, ann=0)
    booking.refresh_from_db()
    assert booking.state == State.PARTIALLY_ATTENDED
    assert Registration.objects.get().state == Registration.State.COMPLETED
    marked = Event.objects.filter(verb="session.marked").order_by("pk")
    assert [(one.data["before"], one.data["minutes"]) for one in marked] == [(0, 480), (0, 480), (480, 0)]


def test_nobody_is_marked_before_nor_for_longer_than_it_lasts(session):
    (booking,) = people(session, "ann")
    first = session.dates.order_by("starts_at").first()
    with pytest.raises(AttendanceRefused, match="still to come"):
        mark(session, 0, now=first.starts_at - DAY, ann=480)
    mark(session, 0, ann=100_000)
    booking.refresh_from_db()
    assert booking.minutes == 480


def test_only_who_leads_it_marks(session):
    people(session, "ann")
    date = session.dates.first()
    for nobody in (factories.oem_person(username="other"), learner(is_manager=True)):
        with pytest.raises(NoSuchSession):
            mark_list(actor=nobody, date_id=date.pk, minutes={}, now=date.ends_at)
        with pytest.raises(NoSuchSession):
            conclude(actor=nobody, session_id=session.pk, now=session.ends_at)


def test_bookings_of_another_session_are_not_touched_by_a_list(session):
    other = book_for(learner(), opened(dates=[in_days(20)]))
    date = session.dates.first()
    assert mark_list(actor=trainer(), date_id=date.pk, minutes={other.pk: 60}, now=date.ends_at) == []
    assert not Attendance.objects.exists()


def test_by_code_once_and_from_the_beginning_within_the_grace(session):
    one, two = people(session, "ann", "ben")
    date = session.dates.order_by("starts_at").first()
    first = check_in(user=one.user, date_id=date.pk, now=date.starts_at + timedelta(minutes=15))
    again = check_in(user=one.user, date_id=date.pk, now=date.starts_at + timedelta(hours=4))
    assert (first.pk, first.minutes, again.minutes) == (again.pk, 480, 480)
    assert check_in(user=two.user, date_id=date.pk, now=date.starts_at + timedelta(hours=2)).minutes == 360


def test_the_code_marks_nobody_who_is_not_booked_nor_too_early_or_late(session):
    (booking,) = people(session, "ann")
    date = session.dates.order_by("starts_at").first()
    with pytest.raises(AttendanceRefused, match="not on the list"):
        check_in(user=learner(), date_id=date.pk, now=date.starts_at)
    for moment in (date.starts_at - timedelta(minutes=31), date.ends_at):
        with pytest.raises(AttendanceRefused, match="half an hour"):
            check_in(user=booking.user, date_id=date.pk, now=moment)
    assert not Attendance.objects.exists()


# The code on the screen, over HTTP.


@pytest.fixture
def running(session):
    """The session has begun, and its first date runs now."""
    begins = timezone.now() - timedelta(minutes=5)
    date = session.dates.order_by("starts_at").first()
    SessionDate.objects.filter(pk=date.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=8))
    date.refresh_from_db()
    return date


def address(date, code):
    return reverse("sessions:here", args=[date.pk, code.window, code.mac])


def test_a_phone_opens_the_code_and_is_marked_once(session, running):
    (booking,) = people(session, "ann")
    client = browser(booking.user)
    page = client.get(address(running, codes.code_at(running.key, timezone.now())))
    assert page.status_code == 200
    assert not Attendance.objects.exists(), "looking marks nobody"
    for _ in range(2):
        done = client.post(reverse("sessions:confirm"), {"claim": page.context["claim"]})
        assert "You are marked as present." in done.content.decode()
    kept = Attendance.objects.get()
    assert (kept.booking, kept.minutes, kept.method) == (booking, 480, Attendance.Method.CODE)


def test_forged_old_and_foreign_codes_are_refused(session, running):
    (booking,) = people(session, "ann")
    client, now = browser(booking.user), timezone.now()
    good = codes.code_at(running.key, now)
    other = session.dates.order_by("starts_at").last()
    bad = [
        codes.code_at(running.key, now - timedelta(seconds=3 * codes.SECONDS)),
        codes.code_at(running.key, now + timedelta(seconds=2 * codes.SECONDS)),
        codes.Code(good.window, "0" * 32),
        codes.Code(good.window + 1, good.mac),
        codes.code_at(other.key, now),
    ]
    for code in bad:
        assert client.get(address(running, code)).status_code == 403, code
    assert client.get(reverse("sessions:here", args=[2**70, good.window, good.mac])).status_code == 403


def test_a_claim_is_its_persons_alone_and_grows_old(session, running):
    one, two = people(session, "ann", "ben")
    page = browser(one.user).get(address(running, codes.code_at(running.key, timezone.now())))
    claim = page.context["claim"]
    for client, value in ((browser(two.user), claim), (browser(one.user), claim + "x"), (browser(one.user), "")):
        assert client.post(reverse("sessions:confirm"), {"claim": value}).status_code == 403
    assert not Attendance.objects.exists()


def test_a_claim_is_good_for_ten_minutes(monkeypatch):
    claim = codes.claim(user_id=1, date_id=2)
    assert codes.date_of_claim(claim, user_id=1) == 2
    monkeypatch.setattr(codes, "CLAIM_SECONDS", -1)
    assert codes.date_of_claim(claim, user_id=1) is None


def test_who_is_not_signed_in_signs_in_first(running):
    answer = Client().get(address(running, codes.code_at(running.key, timezone.now())))
    assert answer.status_code == 302
