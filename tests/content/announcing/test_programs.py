"""Programs are told of publications: ids, hashes and instants, and nothing to read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from content.acknowledgement.api import edition_confirmed
from content.announcing import finding
from content.announcing.models import Announcement
from content.library import api as library
from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.webhooks.models import Delivery, Endpoint
from tests import factories

pytestmark = pytest.mark.django_db
EVENTS = ["publication.in_force", "publication.superseded", "publication.withdrawn"]


@pytest.fixture
def endpoints(network):
    for name, dealer in (("here", network.dealer), ("there", network.other_dealer), ("network", None)):
        Endpoint.objects.create(name=name, url="https://dms.example/", dealer=dealer, events=EVENTS)


def looked():
    for _again in range(2):
        finding.find()
    for entry in OutboxEntry.objects.filter(kind="webhooks.event", status="pending").order_by("pk"):
        outbox.deliver(entry_id=entry.pk)


def told(name):
    found = Delivery.objects.filter(endpoint__name=name).order_by("pk")
    return [(one.message.event, one.message.data["edition"]) for one in found.select_related("message")]


def test_an_edition_comes_is_superseded_and_withdrawn(network, recall, endpoints):
    first = factories.edition(recall, effective_from=timezone.now() - timedelta(hours=1))
    looked()
    second = factories.edition(recall, effective_from=timezone.now())
    looked()
    Announcement.objects.filter(key=f"edition:{second.pk}:in_force").update(told=1)
    library.withdraw(edition_id=second.pk, actor=None)
    looked()
    right = [
        ("publication.in_force", first.pk),
        ("publication.in_force", second.pk),
        ("publication.superseded", first.pk),
        ("publication.withdrawn", second.pk),
    ]
    assert sorted(told("here")) == sorted(told("network")) == sorted(right)
    assert told("there") == []


def test_nothing_to_read_goes_out(network, recall, endpoints):
    edition = factories.edition(recall, change_note="Secret torque", effective_from=timezone.now())
    looked()
    data = Delivery.objects.filter(endpoint__name="here").get().message.data
    assert data["sha256"] == edition.sha256
    assert data["url"].endswith(recall.reading_path())
    assert "Brake hose" not in json.dumps(data)
    assert "torque" not in json.dumps(data)


def test_a_confirmation_is_told_without_a_name(network, recall, endpoints):
    Endpoint.objects.update(events=["acknowledgement.recorded"])
    edition = factories.edition(recall, effective_from=timezone.now())
    person = network.reached[0]
    for _again in range(2):
        edition_confirmed.send(sender=type(edition), edition_id=edition.pk, user_id=person.pk)
    looked()
    assert set(Delivery.objects.values_list("endpoint__name", flat=True)) == {"here", "network"}
    data = Delivery.objects.first().message.data
    assert (data["person"], data["edition"], data["sha256"]) == (person.pk, edition.pk, edition.sha256)
    assert person.username not in json.dumps(data)
