"""The tables in the CMS: who may keep them, and that they search, page and export."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.vehicles.models import VinPattern
from portal.home.site_tree import NETWORK_ADMINISTRATORS, appoint
from tests import factories
from tests.content.vehicles.builders import fleet

pytestmark = pytest.mark.django_db
LISTS = ("vehiclemodel", "variant", "manufacturer", "vinpattern", "modelyearcode")


@pytest.fixture
def administrator() -> Client:
    appoint()
    client = Client()
    client.force_login(factories.oem_person(groups=[Group.objects.get(name=NETWORK_ADMINISTRATORS)]))
    return client


@pytest.mark.parametrize("name", LISTS)
def test_every_list_searches_exports_and_has_its_form(administrator: Client, name: str) -> None:
    fleet()
    index = reverse(f"{name}:index")
    assert administrator.get(index).context["paginator"].count >= 1
    assert administrator.get(index, {"q": "no such row"}).context["paginator"].count == 0
    assert b"," in b"".join(administrator.get(index, {"export": "csv"}).streaming_content)
    assert administrator.get(reverse(f"{name}:add")).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_authors_and_dealers_keep_no_tables(technician_client: Client, name: str) -> None:
    author = Client()
    author.force_login(factories.oem_person())
    for client in (author, technician_client):
        answer = client.get(reverse(f"{name}:index"))
        assert answer.status_code == 302
        assert "/cms/" in answer.url


def test_the_lists_do_not_ask_once_a_row(administrator: Client) -> None:
    known = fleet()
    administrator.get(reverse("vinpattern:index"))
    counts = []
    for more in (0, 12):
        VinPattern.objects.bulk_create(
            VinPattern(brand=known.brand, mask=f"LD{at:03}", model=known.van, variant=known.diesel)
            for at in range(more)
        )
        with CaptureQueriesContext(connection) as asked:
            administrator.get(reverse("vinpattern:index"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
