"""Calendars: what is sent, when, and that sending it twice changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.network.api import viewer_for
from portal.notices.models import Notice
from tests.training.sessions.builders import DAY, book_for, edited, in_days, learner, opened, trainer
from training.sessions.booking import cancel
from training.sessions.feed import calendar_of
from training.sessions.invitations import CANCEL, REQUEST, Entry, Sent, messages
from training.sessions.lifecycle import cancel_session
from training.sessions.mailing import _deliver
from training.sessions.models import Invitation, SessionDate
from training.sessions.planning import save_session

T0 = datetime(2027, 3, 1, 8, tzinfo=UTC)
entries = st.builds(
    lambda n, place: Entry(T0 + n * DAY, T0 + n * DAY + DAY, "A", place), st.integers(0, 2), st.text("x", max_size=1)
)
keys = st.integers(0, 3).map(lambda n: UUID(int=n))


@given(st.lists(st.dictionaries(keys, entries), max_size=6))
def test_a_calendar_that_is_told_shows_what_is_wanted(states):
    """After each change the newest message per date says what is wanted; sequences rise; a second look says nothing."""
    sent: dict = {}
    for wanted in states:
        for message in messages(wanted=wanted, sent=sent):
            assert message.sequence == (sent[message.uid].sequence + 1 if message.uid in sent else 0)
            sent[message.uid] = Sent(message.sequence, message.method, message.entry)
        assert {uid: one.entry for uid, one in sent.items() if one.method == REQUEST} == wanted
        assert messages(wanted=wanted, sent=sent) == []


@given(st.dictionaries(keys, entries, min_size=1))
def test_what_is_no_longer_wanted_is_cancelled_once(wanted):
    sent = {one.uid: Sent(one.sequence, one.method, one.entry) for one in messages(wanted=wanted, sent={})}
    gone = messages(wanted={}, sent=sent)
    assert {(one.uid, one.method) for one in gone} == {(uid, CANCEL) for uid in wanted}


@pytest.fixture
def sent_mails(db):
    """Work off the outbox; give the calendars of the mails that came of it."""

    def work():
        mail.outbox.clear()
        outbox.work_off(seconds=20)
        # Urgent notices go by mail as well; they are another room's.
        return [(one, calendar_in(one)) for one in mail.outbox if calendars_in(one)]

    return work


def calendars_in(message):
    return [one for one in message.message().walk() if one.get_content_type() == "text/calendar"]


def calendar_in(message):
    (part,) = calendars_in(message)
    return Calendar.from_ical(part.get_payload(decode=True)), part


def event_of(calendar):
    (event,) = calendar.walk("VEVENT")
    return event


def test_booking_sends_an_invitation_for_each_date(sent_mails):
    session = opened(dates=[in_days(10), in_days(11)])
    booking = book_for(learner(), session)
    mails = sent_mails()
    assert len(mails) == 2
    date = session.dates.order_by("starts_at").first()
    message, (calendar, part) = mails[0]
    assert message.to == [booking.user.email]
    assert part.get_param("method") == "REQUEST"
    assert calendar["METHOD"] == "REQUEST"
    event = event_of(calendar)
    assert event["UID"] == f"{date.key}@forecourt"
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART") == date.starts_at
    assert event["DTSTART"].to_ical().endswith(b"Z"), "in UTC, which needs no VTIMEZONE"
    assert booking.user.email in event["ATTENDEE"]
    assert sent_mails() == []


def test_moving_sends_the_same_uid_with_the_next_sequence_and_a_notice(sent_mails):
    session = opened()
    booking = book_for(learner(), session)
    (_m, (before, _p)) = sent_mails()[0]
    held = edited(session)
    held.dates.all()[0].starts_at += timedelta(hours=1)
    session = save_session(session=held, actor=trainer())
    ((message, (calendar, _part)),) = sent_mails()
    old, new = event_of(before), event_of(calendar)
    assert (new["UID"], new["SEQUENCE"]) == (old["UID"], 1)
    assert new.decoded("DTSTART") == old.decoded("DTSTART") + timedelta(hours=1)
    assert "Changed" in message.subject
    assert Notice.objects.filter(user=booking.user, kind="session_moved").count() == 1
    save_session(session=edited(session), actor=trainer())
    assert sent_mails() == [], "nothing changed"
    assert Notice.objects.filter(kind="session_moved").count() == 1


def test_a_date_that_is_dropped_is_cancelled_alone(sent_mails):
    session = opened(dates=[in_days(10), in_days(11)])
    book_for(learner(), session)
    sent_mails()
    held, gone = edited(session), session.dates.order_by("starts_at").last()
    held.dates = [one for one in held.dates.all() if one.pk != gone.pk]
    save_session(session=held, actor=trainer())
    ((_message, (calendar, part)),) = sent_mails()
    event = event_of(calendar)
    assert (calendar["METHOD"], part.get_param("method"), event["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (f"{gone.key}@forecourt", 1)
    assert not SessionDate.objects.filter(pk=gone.pk).exists()


@pytest.mark.django_db
def test_cancelling_and_coming_back_goes_on_counting(sent_mails):
    session, person = opened(), learner()
    booking = book_for(person, session)
    cancel(viewer=viewer_for(user=person), actor=person, booking_id=booking.pk)
    book_for(person, session)
    rows = Invitation.objects.order_by("sequence").values_list("sequence", "method")
    assert list(rows) == [(0, "REQUEST"), (1, "CANCEL"), (2, "REQUEST")]


@pytest.mark.django_db
def test_who_waits_or_is_let_go_with_the_session_is_told_right(sent_mails):
    session = opened(capacity=1)
    booked, waiting = book_for(learner(), session), book_for(learner(), session)
    assert {one.to[0] for one, _c in sent_mails()} == {booked.user.email}, "who waits has nothing in the calendar"
    cancel_session(actor=trainer(), session_id=session.pk, reason="Snow")
    ((message, (calendar, _part)),) = sent_mails()
    assert message.to == [booked.user.email]
    assert calendar["METHOD"] == "CANCEL"
    assert waiting.user.email not in message.to


@pytest.mark.django_db
def test_delivering_twice_sends_once(sent_mails):
    book_for(learner(), opened())
    sent_mails()
    invitation = Invitation.objects.get()
    mail.outbox.clear()
    _deliver(str(invitation.pk), {})
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_mail_that_fails_is_tried_again(monkeypatch, settings):
    book_for(learner(), opened())
    settings.EMAIL_BACKEND = "tests.training.sessions.test_invitations.NoServer"
    outbox.work_off(seconds=5)
    entry = OutboxEntry.objects.get(kind="training.sessions.invitation")
    assert entry.status == OutboxEntry.Status.PENDING
    assert Invitation.objects.get().sent_at is None


class NoServer:
    """A mail server that is away."""

    def __init__(self, **_kwargs: object) -> None:
        pass

    def send_messages(self, _messages: object) -> int:
        raise ConnectionError("the mail server is away")


@pytest.mark.django_db
def test_the_mail_is_in_the_persons_language_and_the_sessions_zone(sent_mails):
    begins = datetime(2027, 3, 29, 7, 0, tzinfo=UTC)
    session = opened(dates=[(begins, begins + timedelta(hours=2))])
    person = learner(user__language="en")
    book_for(person, session)
    ((message, _calendar),) = sent_mails()
    assert "9" in message.body.split("\n")[1], "9 o'clock in Berlin, a day after summer time began"
    assert "Europe/Berlin" in message.body


@pytest.mark.django_db
def test_the_feed_has_what_one_is_booked_for_with_the_sequence_of_the_mails():
    session, person = opened(title="Mine"), learner()
    book_for(person, session)
    book_for(learner(), opened(title="Another's", dates=[in_days(30)]))
    held = edited(session)
    held.dates.all()[0].ends_at += timedelta(hours=1)
    save_session(session=held, actor=trainer())
    calendar = Calendar.from_ical(calendar_of(user=person, now=session.starts_at))
    event = event_of(calendar)
    assert (event["SUMMARY"], event["SEQUENCE"]) == ("Mine", 1)
    assert event["UID"] == f"{session.dates.get().key}@forecourt"
