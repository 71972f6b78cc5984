"""A mail server that is down for a day: nothing is lost, and nothing is mailed twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from email import message_from_string

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.notices import owing
from portal.notices.api import notify, register_kind
from portal.notices.models import Mailing
from tests import factories
from tests.portal.notices.smtp_server import MailServer, mail_server
from tests.portal.notices.test_mailing import DAY, NINE

pytestmark = pytest.mark.django_db
KIND = "test.mailed"


@pytest.fixture
def server(settings):
    register_kind(KIND, lambda data: f"Said: {data['what']}")
    settings.NOTICES_DIGEST_HOUR = 7
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as one:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = False, "", 5
        cache.clear()
        yield one
        cache.clear()


def told(*people, what="x", urgent=False):
    for one in people:
        notify(user_id=one.pk, kind=KIND, key=f"k:{what}", urgent=urgent, what=what)


def tries(rounds=1):
    """The outbox comes back `rounds` times, long enough after each other."""
    for _round in range(rounds):
        OutboxEntry.objects.filter(status="pending").update(available_at=timezone.now())
        for entry in OutboxEntry.objects.filter(status="pending").order_by("pk"):
            outbox.deliver(entry_id=entry.pk)


def recipients(server: MailServer) -> Counter[str]:
    return Counter(str(message_from_string(one)["To"]) for one in server.mails)


@pytest.mark.parametrize("fault", ["refuses", "temporary", "hangs up"])
def test_each_mail_goes_out_once_when_it_is_back(server, fault):
    people = [factories.UserFactory() for _n in range(4)]
    told(*people)
    told(people[0], what="now", urgent=True)
    owing.owe_digests(day=DAY, now=NINE)
    server.mode = fault
    tries(6)
    assert server.mails == []
    assert not Mailing.objects.exclude(state=Mailing.State.WAITING).exists()
    owing.owe_digests(day=DAY + timedelta(days=1), now=NINE + timedelta(days=1))
    server.mode = "takes"
    tries(3)
    assert recipients(server) == Counter({one.email: 1 for one in people} | {people[0].email: 2})
    assert set(Mailing.objects.values_list("state", flat=True)) == {Mailing.State.SENT}


def test_a_server_that_does_not_answer_is_asked_once_and_not_by_every_mail(server, settings):
    settings.NOTICES_MAIL_REST_SECONDS = 600
    people = [factories.UserFactory() for _n in range(6)]
    told(*people)
    owing.owe_digests(day=DAY, now=NINE)
    server.mode = "refuses"
    tries(4)
    assert server.connections == 1
    cache.clear()
    server.mode = "takes"
    tries()
    assert recipients(server) == Counter(one.email for one in people)


def test_an_address_that_is_refused_for_good_is_not_tried_again(server):
    told(factories.UserFactory())
    owing.owe_digests(day=DAY, now=NINE)
    server.mode = "unknown"
    tries(3)
    assert server.connections == 1
    assert Mailing.objects.get().state == Mailing.State.REFUSED


def test_pauses_between_tries_grow_up_to_a_quarter_of_an_hour(server, settings):
    settings.OUTBOX_LONGEST_WAIT_SECONDS = 120
    told(factories.UserFactory())
    owing.owe_digests(day=DAY, now=NINE)
    server.mode = "refuses"
    tries(12)
    waits = OutboxEntry.objects.get(kind=owing.MAIL).available_at - timezone.now()
    assert timedelta(minutes=14) < waits <= timedelta(minutes=15)
