"""Sales kits and campaigns in people's feeds: exactly what the owner of the address may see at that moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.announcing.feeds import address
from content.marketing.campaigns.models import Campaign
from content.marketing.kits.models import SalesKit
from portal.network.models import Membership, User
from tests import factories
from tests.content.marketing.campaigns import builders as campaigns
from tests.content.marketing.kits.builders import kit

pytestmark = pytest.mark.django_db
NOW = timezone.now
ATOM = "{http://www.w3.org/2005/Atom}"
HOUR = timedelta(hours=1)
FEEDS = ("", "kits", "campaigns")


def path_of(user: User, topic: str = "") -> str:
    token = address.token_of(user=user)
    return reverse("feeds:topic", args=[token, topic]) if topic else reverse("feeds:publications", args=[token])


def titles(user: User, topic: str = "") -> set[str]:
    answer = Client().get(path_of(user, topic))
    assert answer.status_code == 200
    assert "HIDDEN" not in answer.content.decode()
    return {one.findtext(f"{ATOM}title") or "" for one in fromstring(answer.content).iter(f"{ATOM}entry")}


def campaign(*, effective_from: datetime, expires_at: datetime, **fields: Any) -> Campaign:
    return campaigns.campaign(begins=effective_from, ends=expires_at, **fields)


@pytest.fixture
def world() -> SimpleNamespace:
    """A seller of the north, somebody of the south, and things for the north, for others, and for nobody yet or any
    more."""
    factories.home_page()
    brand, other = factories.BrandFactory(code="falcon"), factories.BrandFactory(code="otter")
    sales, service = factories.JobRoleFactory(code="sales"), factories.JobRoleFactory(code="service")
    north, south = factories.DealerFactory(brands=[brand]), factories.DealerFactory(brands=[other])
    facts: dict[str, Any] = {"department": factories.DepartmentFactory()}
    hidden: dict[str, dict[str, Any]] = {
        "another brand": {"brands": [other]},
        "another role": {"roles": [service]},
        "another dealer": {"dealers": [south]},
        "another region": {"regions": [south.region]},
        "another tier": {"tiers": [factories.DealerTierFactory()]},
        "embargo": {"effective_from": NOW() + HOUR, "expires_at": NOW() + 9 * HOUR},
        "ended": {"effective_from": NOW() - 9 * HOUR, "expires_at": NOW() - HOUR},
    }
    window = {"effective_from": NOW() - HOUR, "expires_at": NOW() + 50 * HOUR}
    for name, more in hidden.items():
        kit(title=f"HIDDEN kit: {name}", **facts, **more)
        campaign(title=f"HIDDEN campaign: {name}", **facts, **(window | more))
    kit(title="HIDDEN draft", live=False, **facts)
    campaigns.draft(title="HIDDEN draft campaign", **facts)
    # Announced on the page of campaigns, and no entry before it begins.
    later = {"effective_from": NOW() + HOUR, "expires_at": NOW() + 9 * HOUR}
    campaign(title="HIDDEN announced", embargo=False, **facts, **later)
    return SimpleNamespace(
        seller=factories.person(username="seller", dealer=north, roles=[sales]),
        stranger=factories.person(username="stranger", dealer=factories.DealerFactory(), roles=[service]),
        kit=kit(title="Kit", brands=[brand], roles=[sales], **facts, **window),
        campaign=campaign(title="Campaign", brands=[brand], roles=[sales], **facts, **window),
        facts=facts,
    )


def test_a_feed_holds_what_its_owner_may_see_and_nothing_else(world: SimpleNamespace) -> None:
    assert titles(world.seller) == {"Kit", "Campaign"}
    assert titles(world.seller, "kits") == {"Kit"}
    assert titles(world.seller, "campaigns") == {"Campaign"}
    assert titles(world.seller, "manuals") == set()
    Membership.objects.filter(user=world.seller).update(ends=timezone.localdate() - timedelta(days=1))
    for topic in FEEDS:
        assert titles(world.seller, topic) == set(), "who works nowhere any more"


def later(monkeypatch: pytest.MonkeyPatch, world: SimpleNamespace) -> None:
    at: datetime = NOW() + 51 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: at)


LEAVING: dict[str, Callable[[Any, SimpleNamespace], object]] = {
    "their end comes": later,
    "they are unpublished": lambda _patch, world: [one.unpublish() for one in (world.kit, world.campaign)],
    "they are deleted": lambda _patch, world: [one.delete() for one in (world.kit, world.campaign)],
    "they are for others": lambda _patch, world: [
        one.audience_dealers.through.objects.create(**{f"{one._meta.model_name}_id": one.pk, "dealer_id": other})
        for other in [factories.DealerFactory().pk]
        for one in (world.kit, world.campaign)
    ],
    "they are put off": lambda _patch, world: [
        model.objects.update(effective_from=NOW() + HOUR) for model in (SalesKit, Campaign)
    ],
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=list(LEAVING))
def test_entries_leave_when_things_do(
    leave: Callable[[Any, SimpleNamespace], object], world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for topic in FEEDS:
        assert titles(world.seller, topic)
    SalesKit.objects.filter(title__startswith="HIDDEN").delete()
    Campaign.objects.filter(title__startswith="HIDDEN").delete()
    leave(monkeypatch, world)
    for topic in FEEDS:
        assert titles(world.seller, topic) == set()


def test_an_address_that_was_renewed_or_is_of_somebody_who_left_opens_nothing(world: SimpleNamespace) -> None:
    for topic in FEEDS:
        old = path_of(world.seller, topic)
        assert Client().get(old).status_code == 200
        address.renew(user=world.seller)
        assert Client().get(old).status_code == 404
        forged = path_of(world.seller, topic).replace(address.token_of(user=world.seller), "0" * 32 + ".x")
        assert Client().get(forged).status_code == 404
    new = [path_of(world.seller, topic) for topic in FEEDS]
    User.objects.filter(pk=world.seller.pk).update(is_active=False)
    assert {Client().get(path).status_code for path in new} == {404}


def test_ids_stay_and_addresses_lead_to_the_things(world: SimpleNamespace) -> None:
    def ids() -> set[str]:
        root = fromstring(Client().get(path_of(world.seller)).content)
        return {one.findtext(f"{ATOM}id") or "" for one in root.iter(f"{ATOM}entry")}

    before = ids()
    SalesKit.objects.filter(pk=world.kit.pk).update(title="Renamed")
    assert ids() == before
    assert len(before) == 2
    body = Client().get(path_of(world.seller)).content.decode()
    assert reverse("kits:kit", args=[world.kit.pk]) in body
    assert reverse("campaigns:campaign", args=[world.campaign.pk]) in body


def test_the_whole_feed_costs_the_same_for_many(world: SimpleNamespace) -> None:
    factories.edition(factories.manual(title="Manual"), effective_from=NOW() - HOUR)
    counts, path = [], path_of(world.seller)
    for _round in range(2):
        with CaptureQueriesContext(connection) as seen:
            Client().get(path)
        counts.append(len(seen))
        for number in range(5):
            factories.edition(factories.manual(title=f"M{number}"), effective_from=NOW() - HOUR)
            kit(title=f"K{number}", **world.facts)
            window = {"effective_from": NOW() - HOUR, "expires_at": NOW() + HOUR}
            campaign(title=f"C{number}", **world.facts, **window)
    assert counts[0] == counts[1] <= 8
    assert {"Kit", "K4", "Campaign", "C4"} < titles(world.seller)
