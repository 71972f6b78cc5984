"""Webhooks in the CMS: administrators make them, see their log, and nobody else does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import Event
from portal.webhooks.models import Delivery, Endpoint
from portal.webhooks.signing import secret_of
from tests import factories
from tests.portal.webhooks.conftest import EVENT, happened, workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_administrator_makes_one_and_sees_its_secret_once(admin, endpoint, receiver):
    endpoint()
    dealer = factories.DealerFactory()
    form = {"name": "Parts desk", "url": receiver.url, "dealer": dealer.pk, "events": [EVENT]}
    answer = admin.post(reverse("webhooks:add"), form)
    made = Endpoint.objects.get(name="Parts desk")
    assert (made.dealer, made.events) == (dealer, [EVENT])
    assert secret_of(made) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for name, args in (("webhooks:index", []), ("webhooks:edit", [made.pk]), ("webhooks_desk:endpoint", [made.pk])):
        shown = page(admin, name, *args)
        assert "Parts desk" in shown
        assert "whsec_" not in shown
    assert Event.objects.filter(verb="webhook.created").exists()


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://10.0.0.1/", "https://localhost:9200/_search", "x"])
def test_an_address_that_is_not_public_is_refused(admin, endpoint, url):
    endpoint()
    answer = admin.post(reverse("webhooks:add"), {"name": "Inside", "url": url, "events": [EVENT]})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"url"}
    assert not Endpoint.objects.filter(name="Inside").exists()


def test_the_dealer_stays(admin, endpoint, receiver):
    mine, other = factories.DealerFactory(), factories.DealerFactory()
    one = endpoint(mine)
    form = {"name": "Other name", "url": receiver.url, "dealer": other.pk, "events": [EVENT]}
    assert admin.post(reverse("webhooks:edit", args=[one.pk]), form).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.dealer) == ("Other name", mine)


def test_the_log_shows_what_was_sent_and_answered_and_sends_again(admin, endpoint, receiver):
    one = endpoint()
    receiver.status, receiver.body = 500, b"<script>alert(1)</script>"
    happened()
    workers()
    shown = page(admin, "webhooks_desk:endpoint", one.pk)
    assert "500" in shown
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    receiver.status = 200
    delivery = Delivery.objects.get()
    admin.post(reverse("webhooks_desk:again", args=[one.pk, delivery.pk]))
    workers()
    assert len(receiver.came) == 2
    assert len(set(receiver.ids())) == 1
    shown = page(admin, "webhooks_desk:endpoint", one.pk)
    assert "2 tries" in shown
    assert page(admin, "webhooks_desk:endpoint", one.pk).count("Send again") == 1


def test_a_test_goes_out_at_once_also_to_one_that_rests(admin, endpoint, receiver):
    one = endpoint()
    receiver.status = 503
    happened()
    workers()
    receiver.status = 200
    admin.post(reverse("webhooks_desk:test", args=[one.pk]))
    workers()
    assert b'"type":"portal.test"' in receiver.came[-1][1]
    assert "Test" in page(admin, "webhooks_desk:endpoint", one.pk)


def test_pause_and_switch_on(admin, endpoint, receiver):
    one = endpoint()
    admin.post(reverse("webhooks_desk:pause", args=[one.pk]))
    happened()
    workers()
    assert receiver.came == []
    again = admin.post(reverse("webhooks_desk:test", args=[one.pk]), follow=True).content.decode()
    assert "This webhook is not active." in again
    admin.post(reverse("webhooks_desk:switch_on", args=[one.pk]))
    happened("k:2")
    workers()
    assert len(receiver.came) == 1


def test_a_new_secret_is_asked_for_and_shown_once(admin, endpoint):
    one = endpoint()
    old = secret_of(one)
    address = reverse("webhooks_desk:renew", args=[one.pk])
    assert "whsec_" not in admin.get(address).content.decode()
    shown = admin.post(address).content.decode()
    one.refresh_from_db()
    assert secret_of(one) in shown
    assert old not in shown


OWN = ("endpoint", "renew", "pause", "switch_on", "test")


@pytest.mark.parametrize("who", ["nobody", "dealer", "author"])
def test_nobody_else_comes_near(endpoint, receiver, who):
    one = endpoint()
    happened()
    client = Client()
    if who == "dealer":
        client.force_login(factories.MembershipFactory().user)
    if who == "author":
        client.force_login(factories.oem_person())
    asked = [reverse(f"webhooks_desk:{name}", args=[one.pk]) for name in OWN]
    asked += [reverse("webhooks_desk:again", args=[one.pk, Delivery.objects.get().pk])]
    asked += [reverse(f"webhooks:{name}", args=args) for name, args in (("index", []), ("add", []), ("edit", [one.pk]))]
    before = Endpoint.objects.values().get()
    for address in asked:
        for answer in (client.get(address), client.post(address, {"name": "Mine", "url": "https://x.example/"})):
            assert answer.status_code in (302, 403, 405)
            assert b"DMS" not in answer.content
    assert Endpoint.objects.values().get() == before
    assert not Event.objects.filter(verb__startswith="webhook.").exists()


def test_ids_that_are_none(admin, endpoint):
    one = endpoint()
    for bad in (2**63, 10**30):
        assert admin.get(f"/cms/webhooks/of/{bad}/").status_code == 404
        assert admin.post(f"/cms/webhooks/of/{one.pk}/again/{bad}/").status_code == 404


def test_the_pages_take_as_many_statements_for_many_as_for_few(admin, endpoint, receiver):
    one, counts = endpoint(), []
    for begin in (0, 100):
        for number in range(begin, begin + 15):
            happened(f"k:{number}")
            endpoint(factories.DealerFactory(), name=f"E{number}", events=[])
        page(admin, "webhooks:index")
        with CaptureQueriesContext(connection) as seen:
            page(admin, "webhooks:index")
            page(admin, "webhooks_desk:endpoint", one.pk)
        counts.append(len(seen))
    assert counts[0] == counts[1]
