"""Notices by mail: gathered, in the person's language, each once, whatever dies in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.notices import mailing, owing
from portal.notices.api import notify, register_kind, settle
from portal.notices.models import Mailing, Notice, TopicPreference
from tests import factories

pytestmark = pytest.mark.django_db
KIND = "test.said"
NINE = datetime(2026, 11, 26, 9, tzinfo=ZoneInfo("UTC"))
DAY = NINE.date()


@pytest.fixture(autouse=True)
def kind(settings):
    settings.NOTICES_DIGEST_HOUR = 7
    register_kind(KIND, lambda data: f"Said: {data['what']}")


def person(**more):
    return factories.UserFactory(**more)


def tell(user, what, *, urgent=False, key=""):
    notify(user_id=user.pk, kind=KIND, key=key or f"k:{what}", url="/training/", urgent=urgent, what=what)


def day_of_mail(now=NINE):
    owing.owe_digests(day=now.date(), now=now)
    work_off()


def work_off():
    while entry := OutboxEntry.objects.filter(status="pending", available_at__lte=timezone.now()).first():
        outbox.deliver(entry_id=entry.pk)


def recipients():
    return [message.to[0] for message in mail.outbox]


def test_what_is_told_in_a_day_is_one_mail():
    one, two = person(), person(language="zh-hans")
    for what in ("a", "b", "a"):
        tell(one, what)
    tell(two, "c")
    day_of_mail()
    day_of_mail(NINE + timedelta(hours=3))
    assert recipients() == [one.email, two.email]
    assert mail.outbox[0].body.count("Said:") == 2
    html = mail.outbox[0].alternatives[0].content
    assert html.count("Said:") == 2
    assert 'lang="en"' in html
    assert 'lang="zh-hans"' in mail.outbox[1].alternatives[0].content
    assert "/notices/unsubscribe/" in mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_the_next_day_brings_only_what_is_new():
    one = person()
    tell(one, "a")
    day_of_mail()
    day_of_mail(NINE + timedelta(days=1))
    assert len(mail.outbox) == 1, "nothing empty"
    tell(one, "b")
    day_of_mail(NINE + timedelta(days=2))
    assert "Said: b" in mail.outbox[1].body
    assert "Said: a" not in mail.outbox[1].body


def test_nothing_before_the_hour():
    tell(person(), "a")
    day_of_mail(NINE.replace(hour=6))
    assert not mail.outbox
    assert not Mailing.objects.exists()


def test_nobody_is_mailed_who_left_has_no_address_has_read_it_or_wants_none():
    left, nowhere, has_read, wants_none = person(is_active=False), person(email=""), person(), person()
    for one in (left, nowhere, has_read, wants_none):
        tell(one, "a")
    Notice.objects.filter(user=has_read).update(read_at=timezone.now())
    TopicPreference.objects.create(user=wants_none, topic="", rhythm="none")
    day_of_mail()
    assert not mail.outbox
    assert not Mailing.objects.exists()


def test_what_changed_between_making_and_sending_counts():
    read_meanwhile, left_meanwhile, done_meanwhile = person(), person(), person()
    for one in (read_meanwhile, left_meanwhile, done_meanwhile):
        tell(one, "a", key="due:5:x")
    owing.owe_digests(day=DAY, now=NINE)
    Notice.objects.filter(user=read_meanwhile).update(read_at=timezone.now())
    type(left_meanwhile).objects.filter(pk=left_meanwhile.pk).update(is_active=False)
    settle(user_id=done_meanwhile.pk, keys_beginning="due:5:")
    work_off()
    assert not mail.outbox
    assert set(Mailing.objects.values_list("state", flat=True)) == {Mailing.State.NEEDLESS}


def test_once_a_week_for_who_wants_that():
    one = person()
    TopicPreference.objects.create(user=one, topic="other", rhythm="weekly")
    sent_on = []
    for days in range(15):
        tell(one, str(days))
        before = len(mail.outbox)
        day_of_mail(NINE + timedelta(days=days))
        if len(mail.outbox) > before:
            sent_on.append(days)
    assert sent_on == [0, 7, 14]
    assert mail.outbox[1].body.count("Said:") == 7, "nothing is left out"


def test_what_is_urgent_goes_at_once_and_not_in_a_burst(settings):
    one = person()
    TopicPreference.objects.create(user=one, topic="other", rhythm="none")
    tell(one, "now", urgent=True)
    work_off()
    assert len(mail.outbox) == 1
    assert "Said: now" in mail.outbox[0].subject
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    for number in range(5):
        tell(one, f"more {number}", urgent=True)
        work_off()
    owing.owe_late_urgent()
    work_off()
    assert len(mail.outbox) == 1, "the gap has not passed"
    later = timezone.now() + timedelta(seconds=settings.NOTICES_URGENT_GAP_SECONDS + 1)
    Mailing.objects.update(created_at=timezone.now() - timedelta(hours=1))
    owing.owe_late_urgent(now=later)
    work_off()
    assert len(mail.outbox) == 2
    assert mail.outbox[1].body.count("Said: more") == 5
    day_of_mail()
    assert len(mail.outbox) == 2, "what was mailed is not mailed again with the digest"


class Died(BaseException):
    """A worker that is killed: nothing after it runs."""


def test_a_worker_killed_before_the_server_is_spoken_to(monkeypatch):
    one = person()
    tell(one, "a")
    owing.owe_digests(day=DAY, now=NINE)
    (entry,) = OutboxEntry.objects.filter(kind=owing.MAIL)

    def dies(*_args):
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "message_of", dies)
        with pytest.raises(Died):
            outbox.deliver(entry_id=entry.pk)
    assert not mail.outbox
    stranded(entry)
    work_off()
    assert recipients() == [one.email]


def test_a_worker_killed_after_the_server_took_it(monkeypatch):
    one = person()
    tell(one, "a")
    owing.owe_digests(day=DAY, now=NINE)
    (entry,) = OutboxEntry.objects.filter(kind=owing.MAIL)
    send = EmailBackend.send_messages

    def sends_and_dies(self, messages):
        send(self, messages)
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", sends_and_dies)
        with pytest.raises(Died):
            outbox.deliver(entry_id=entry.pk)
    stranded(entry)
    work_off()
    day_of_mail(NINE + timedelta(days=1))
    assert recipients() == [one.email], "once"


def test_a_server_that_refuses_is_asked_again(monkeypatch):
    one = person()
    tell(one, "a")
    owing.owe_digests(day=DAY, now=NINE)
    (entry,) = OutboxEntry.objects.filter(kind=owing.MAIL)

    def refuses(*_args):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuses)
        assert not outbox.deliver(entry_id=entry.pk)
    assert Mailing.objects.get().state == Mailing.State.WAITING
    OutboxEntry.objects.update(available_at=timezone.now())
    work_off()
    assert recipients() == [one.email]
    assert Mailing.objects.get().state == Mailing.State.SENT


def test_the_same_mailing_delivered_twice_goes_once():
    tell(person(), "a")
    owing.owe_digests(day=DAY, now=NINE)
    made = Mailing.objects.get()
    mailing.deliver(mailing_id=made.pk)
    mailing.deliver(mailing_id=made.pk)
    assert len(mail.outbox) == 1
    assert str(made.key) in mail.outbox[0].extra_headers["Message-ID"]


def test_a_sentence_cannot_write_headers_of_the_mail():
    tell(person(), "a\nBcc: all@example.com")
    day_of_mail()
    assert "\n" not in mail.outbox[0].subject
    assert "Bcc" not in mail.outbox[0].message()


def test_html_of_a_sentence_is_text():
    tell(person(), "<img src=x onerror=alert(1)>")
    day_of_mail()
    assert "<img" not in mail.outbox[0].alternatives[0].content


def test_digests_take_as_many_statements_for_many_as_for_few(django_assert_max_num_queries):
    for _n in range(30):
        tell(person(), "a")
    with django_assert_max_num_queries(14):
        assert owing.owe_digests(day=DAY, now=NINE) == 30


def stranded(entry):
    """Long after: the sweep gives back what the dead worker held."""
    OutboxEntry.objects.filter(pk=entry.pk).update(claimed_at=timezone.now() - timedelta(hours=1))
    outbox.sweep()
    OutboxEntry.objects.update(available_at=timezone.now())
