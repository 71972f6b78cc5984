"""Deliveries over real connections: signed, until they are taken, and held up by nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal.notices.api import sentence
from portal.notices.models import Notice
from portal.webhooks import delivering, managing, sending
from portal.webhooks.models import Delivery, Endpoint, Message, Try
from portal.webhooks.signing import secret_of
from tests import factories
from tests.portal.webhooks.conftest import EVENT, happened, workers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the specification has it, written here once more."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return right in headers["webhook-signature"].split(" ")


def pass_time(hours: float) -> None:
    """What happened happened earlier."""
    by = timedelta(hours=hours)
    for one in Delivery.objects.all():
        Delivery.objects.filter(pk=one.pk).update(due_at=one.due_at - by, owed_since=one.owed_since - by)
    for one in Endpoint.objects.all():
        rests, failing = one.rests_until, one.failing_since
        Endpoint.objects.filter(pk=one.pk).update(
            rests_until=rests and rests - by, failing_since=failing and failing - by
        )


def test_it_arrives_once_signed_and_says_what_happened(endpoint, receiver):
    one = endpoint()
    at = datetime(2026, 11, 26, 9, tzinfo=timezone.get_default_timezone())
    happened(at=at, data={"edition": 17, "sha256": "ab", "title": None})
    happened(at=at)
    workers()
    workers()
    ((headers, body),) = receiver.came
    assert json.loads(body) == {
        "type": EVENT,
        "timestamp": at.isoformat(),
        "data": {"edition": 17, "sha256": "ab", "title": None},
    }
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert verified(secret_of(one), headers, body)
    assert not verified(secret_of(one), headers, body + b" ")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries) == (Delivery.State.DELIVERED, 1)
    assert headers["webhook-id"] == delivering.message_id(delivery)


def test_a_secret_is_renewed_with_an_overlap(endpoint, receiver, settings):
    one, actor = endpoint(), factories.UserFactory()
    old = secret_of(one)
    new = managing.renew_secret(actor=actor, endpoint_id=one.pk)
    assert old != new
    happened()
    workers()
    headers, body = receiver.came[-1]
    assert verified(old, headers, body)
    assert verified(new, headers, body)
    Endpoint.objects.update(previous_until=timezone.now())
    happened("k:2")
    workers()
    headers, body = receiver.came[-1]
    assert not verified(old, headers, body)
    assert verified(new, headers, body)


def test_another_key_of_the_portal_signs_with_the_old_secrets_for_a_while(endpoint, receiver, settings):
    old = secret_of(endpoint())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    happened()
    workers()
    headers, body = receiver.came[-1]
    assert verified(old, headers, body)
    assert secret_of(Endpoint.objects.get()) != old


def test_what_is_refused_is_told_again_under_the_same_id_and_given_up_after_three_days(endpoint, receiver):
    endpoint()
    receiver.status, receiver.body = 500, b"\x00<h1>Broken</h1>" + b"x" * 9000
    happened()
    for _hour in range(24 * 4):
        workers()
        pass_time(1)
        Endpoint.objects.update(failing_since=timezone.now())
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.GIVEN_UP
    assert 10 <= delivery.tries == len(receiver.came) <= 20
    assert len(set(receiver.ids())) == 1
    kept = Try.objects.first()
    assert (kept.status, kept.answer[:15]) == (500, "<h1>Broken</h1>")
    assert len(kept.answer) <= 500


def test_it_arrives_when_the_receiver_is_well_again(endpoint, receiver):
    one = endpoint()
    receiver.status = 503
    for number in range(3):
        happened(f"k:{number}")
    workers()
    workers()
    assert len(receiver.came) == 1, "the others wait with it"
    receiver.status = 200
    pass_time(1)
    workers()
    assert len(receiver.came) == 4
    assert Delivery.objects.filter(state=Delivery.State.DELIVERED).count() == 3
    one.refresh_from_db()
    assert (one.failing_since, one.rests_until, one.failures) == (None, None, 0)


@pytest.mark.parametrize(
    ("mode", "fault"),
    [("hangs", Try.Fault.TIMEOUT), ("drips", Try.Fault.TIMEOUT), ("lies", Try.Fault.PROTOCOL)],
)
def test_one_that_never_answers_costs_one_try_and_holds_up_nobody(endpoint, receiver, mode, fault, settings):
    bad = endpoint(name="Bad")
    receiver.mode = mode
    for number in range(5):
        happened(f"k:{number}")
    began = time.monotonic()
    workers()
    assert time.monotonic() - began < 5 * settings.WEBHOOK_TIMEOUT_SECONDS
    assert [one.fault for one in Try.objects.all()] == [fault]
    receiver.mode = "answers"
    endpoint(name="Good")
    happened("k:good")
    workers()
    delivered = Delivery.objects.filter(state=Delivery.State.DELIVERED)
    assert set(delivered.values_list("endpoint__name", flat=True)) == {"Good"}
    bad.refresh_from_db()
    assert bad.rests_until > timezone.now()
    assert bad.busy_until is None


def test_an_answer_without_end_is_read_no_further_than_its_first_bytes(endpoint, receiver):
    endpoint()
    receiver.mode = "floods"
    happened()
    workers()
    kept = Try.objects.get()
    assert (kept.status, kept.answer) == (500, "x" * 500)


def test_nobody_listens(endpoint, receiver, settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    endpoint(url="http://127.0.0.1:9/")
    happened()
    workers()
    assert Try.objects.get().fault == Try.Fault.REFUSED


def test_a_redirect_is_an_answer_and_not_followed(endpoint, receiver):
    endpoint()
    receiver.status, receiver.headers = 307, {"Location": receiver.url}
    happened()
    workers()
    assert len(receiver.came) == 1
    assert Delivery.objects.get().state == Delivery.State.WAITING


def test_an_address_that_has_become_private_is_not_asked(endpoint, receiver, settings):
    endpoint()
    happened()
    settings.WEBHOOK_ALLOWED_HOSTS = []
    Endpoint.objects.update(url=f"https://127.0.0.1:{receiver.port}/")
    workers()
    assert receiver.came == []
    assert Try.objects.get().fault == Try.Fault.ADDRESS


def test_a_server_without_a_certificate(endpoint, receiver, settings):
    endpoint(url=receiver.url.replace("http:", "https:"))
    happened()
    workers()
    assert receiver.came == []
    assert Try.objects.get().fault == Try.Fault.TLS


def test_who_fails_for_days_is_switched_off_and_administrators_are_told_once(endpoint, receiver):
    one = endpoint()
    admin, _plain = factories.UserFactory(is_superuser=True), factories.UserFactory()
    receiver.status = 500
    for number in range(8):
        happened(f"k:{number}")
        workers()
        pass_time(12)
    one.refresh_from_db()
    assert one.state == Endpoint.State.DISABLED
    assert [notice.user for notice in Notice.objects.all()] == [admin]
    assert "“DMS”" in sentence(Notice.objects.get())
    came = len(receiver.came)
    happened("k:later")
    workers()
    assert len(receiver.came) == came, "it is told nothing more"
    receiver.status = 200
    managing.switch_on(actor=admin, endpoint_id=one.pk)
    workers()
    delivered = Delivery.objects.filter(state=Delivery.State.DELIVERED)
    assert delivered.exists()
    assert not delivered.filter(message__key="k:later").exists()


def test_who_says_that_it_is_gone_is_believed(endpoint, receiver):
    one, admin = endpoint(), factories.UserFactory(is_superuser=True)
    receiver.status = 410
    happened()
    workers()
    one.refresh_from_db()
    assert (one.state, Delivery.objects.get().state) == (Endpoint.State.DISABLED, Delivery.State.GIVEN_UP)
    assert Notice.objects.get().user == admin


def test_a_pause_that_the_receiver_asks_for_is_kept(endpoint, receiver):
    one = endpoint()
    receiver.status, receiver.headers = 429, {"Retry-After": "1500"}
    happened()
    workers()
    one.refresh_from_db()
    assert one.rests_until - timezone.now() > timedelta(seconds=1400)
    assert Delivery.objects.get().due_at - timezone.now() > timedelta(seconds=1400)


class Died(BaseException):
    """A worker that is killed."""


def test_a_worker_that_dies_in_the_middle_is_followed_by_another(endpoint, receiver, monkeypatch):
    one = endpoint()
    happened()

    def dies(*_args, **_facts):
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_keep", dies)
        with pytest.raises(Died):
            delivering.work(endpoint_id=one.pk)
    Endpoint.objects.update(busy_until=timezone.now() + timedelta(seconds=60))
    workers()
    assert len(receiver.came) == 1, "somebody may be at it"
    Endpoint.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    workers()
    assert len(receiver.came) == 2
    assert len(set(receiver.ids())) == 1, "the receiver knows it by its id"
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_no_worker_keeps_an_endpoint_longer_than_its_turn(endpoint, receiver, monkeypatch):
    one = endpoint()
    for number in range(4):
        happened(f"k:{number}")
    monkeypatch.setattr(delivering, "LONGEST_TURN", 0)
    delivering.work(endpoint_id=one.pk)
    assert receiver.came == []
    monkeypatch.undo()


def test_the_log_reaches_back_a_month(endpoint, receiver, settings):
    endpoint()
    happened("k:old")
    happened("k:new")
    workers()
    old = Message.objects.filter(key="k:old")
    old.update(at=timezone.now() - 31 * DAY)
    Delivery.objects.filter(message__in=old).update(created_at=timezone.now() - 31 * DAY)
    delivering.forget()
    assert [one.key for one in Message.objects.all()] == ["k:new"]
    assert Try.objects.count() == 1


def test_sending_never_raises(monkeypatch):
    for url in ("", "x", "ftp://a/", "https://", "https://[::1", "https://a b/", "https://" + "a" * 600):
        outcome = sending.send(url=url, headers={}, body=b"")
        assert (outcome.status, outcome.fault) == (None, Try.Fault.ADDRESS)
