"""Who is told what: with the eyes of the endpoint's dealer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.models import OutboxEntry
from portal.webhooks.api import tell
from portal.webhooks.models import Delivery, Endpoint, Message
from tests import factories
from tests.portal.webhooks.conftest import EVENT, happened

pytestmark = pytest.mark.django_db


def told() -> set[str]:
    return set(Delivery.objects.values_list("endpoint__name", flat=True))


def test_a_dealers_endpoint_is_told_what_people_of_that_dealer_may_see(endpoint):
    brand = factories.BrandFactory()
    role, nobodys = factories.JobRoleFactory(), factories.JobRoleFactory()
    north = factories.RegionFactory()
    town = factories.RegionFactory(parent=north)
    here = factories.DealerFactory(brands=[brand], region=town)
    other = factories.DealerFactory(region=town)
    closed = factories.DealerFactory(brands=[brand], region=town, is_active=False)
    for name, dealer in (("here", here), ("other brand", other), ("closed", closed), ("network", None)):
        endpoint(dealer, name=name)
    thing = factories.manual(brands=[brand], regions=[north], roles=[role, nobodys])
    happened(thing=thing, dealers=None)
    assert told() == {"here", "network"}


@pytest.mark.parametrize("dimension", ["brands", "regions", "tiers", "dealers"])
def test_each_dimension_of_the_audience_keeps_others_out(endpoint, dimension):
    here, there = factories.DealerFactory(brands=[factories.BrandFactory()]), factories.DealerFactory()
    audience = {
        "brands": list(here.brands.all()),
        "regions": [here.region],
        "tiers": [here.tier],
        "dealers": [here],
    }
    endpoint(here, name="here")
    endpoint(there, name="there")
    happened(thing=factories.manual(**{dimension: audience[dimension]}), dealers=None)
    assert told() == {"here"}


def test_what_concerns_dealers_is_told_to_theirs_and_to_the_network(endpoint):
    here, there = factories.DealerFactory(), factories.DealerFactory()
    for name, dealer in (("here", here), ("there", there), ("network", None)):
        endpoint(dealer, name=name)
    happened(dealers=[here.pk])
    assert told() == {"here", "network"}


def test_only_who_is_active_and_wants_the_event_is_told(endpoint):
    endpoint(name="wants")
    endpoint(name="other", events=["publication.in_force"])
    endpoint(name="paused", state=Endpoint.State.PAUSED)
    endpoint(name="off", state=Endpoint.State.DISABLED)
    happened()
    assert told() == {"wants"}


def test_however_often_it_is_said_it_is_one_message(endpoint):
    endpoint()
    for _again in range(3):
        happened("same")
    endpoint(name="later")
    happened("same")
    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_without_endpoints_nothing_is_owed(db, endpoint):
    endpoint(state=Endpoint.State.PAUSED)
    with CaptureQueriesContext(connection) as seen:
        tell(event=EVENT, key="k", data={}, dealers=[])
    assert len(seen) == 1
    assert not OutboxEntry.objects.exists()


def test_who_tells_says_of_whom_and_a_known_event(endpoint):
    endpoint()
    with pytest.raises(KeyError):
        tell(event="test.unknown", key="k", data={}, dealers=[])
    with pytest.raises(ValueError, match="dealers"):
        tell(event=EVENT, key="k", data={})


def test_many_endpoints_take_as_many_statements_as_few(endpoint):
    brand = factories.BrandFactory()
    thing = factories.manual(brands=[brand])
    counts = []
    for more in (2, 20):
        for _n in range(more):
            endpoint(factories.DealerFactory(brands=[brand]))
        with CaptureQueriesContext(connection) as seen:
            happened(f"k:{more}", thing=thing, dealers=None)
        counts.append(len(seen))
    assert counts[0] == counts[1]
