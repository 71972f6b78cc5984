"""Search with a vehicle at hand: marked, what does not apply left out and counted, nothing of others named."""

from __future__ import annotations

import pytest
from django.test import Client

from content.library.models import Manual
from portal.network.models import Brand, User
from search.engines.base import SearchEngine
from tests import factories
from tests.content.vehicles.builders import Fleet, fleet
from tests.search.conftest import Publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(technician: User) -> Fleet:
    return fleet(Brand.objects.get(code="north"))


@pytest.fixture
def publications(publish: Publish, known: Fleet) -> dict[str, Manual]:
    """Found by the same word: one that applies, one that may, two that do not, and one of these that is secret."""
    rows: dict[str, dict[str, object]] = {
        "applies": {"brand": known.brand, "model": known.van},
        "may": {"brand": known.brand, "variant": known.diesel, "model": known.van},
        "truck": {"brand": known.brand, "model": known.truck},
        "late": {"brand": known.brand, "year_from": 2025},
    }
    found = {name: factories.manual(title=name, applicability=[row]) for name, row in rows.items()}
    found["secret"] = factories.manual(title="secret", applicability=[rows["truck"]], brands=[factories.BrandFactory()])
    for manual in found.values():
        publish(manual, pages=["Tighten the bolts of the gearbox."])
    return found


def ids(client: Client, **parameters: object) -> tuple[list[int], int, int]:
    """(ids found, total, how many others)."""
    answer = client.get("/search/", {"q": "gearbox", **parameters}).context["answer"]
    return sorted(hit.id for hit in answer.hits), answer.total, answer.others


def test_what_does_not_apply_is_left_out_and_counted(
    technician_client: Client, known: Fleet, publications: dict[str, Manual]
) -> None:
    keys = {name: manual.pk for name, manual in publications.items()}
    every = sorted(keys[name] for name in ("applies", "may", "truck", "late"))
    assert ids(technician_client) == (every, 4, 0)
    technician_client.post("/vehicle/take/", {"vin": known.electric})
    assert ids(technician_client) == (sorted([keys["applies"], keys["may"]]), 2, 2)
    page = technician_client.get("/search/", {"q": "gearbox"}).content.decode()
    assert "Applies to the vehicle at hand" in page
    assert "Not known: Engine" in page
    assert "2 others do not apply" in page
    assert ids(technician_client, others=1) == (every, 4, 0)
    page = technician_client.get("/search/", {"q": "gearbox", "others": 1}).content.decode()
    assert page.count("Does not apply to the vehicle at hand") == 2
    technician_client.post("/vehicle/put-away/")
    assert ids(technician_client) == (every, 4, 0)


def test_without_a_match_for_the_vehicle_the_others_are_still_offered(
    technician_client: Client, known: Fleet, publish: Publish
) -> None:
    publish(factories.manual(applicability=[{"brand": known.brand, "model": known.truck}]), pages=["gearbox"])
    technician_client.post("/vehicle/take/", {"vin": known.vin})
    page = technician_client.get("/search/", {"q": "gearbox"}).content.decode()
    assert "1 other does not apply" in page
    assert "Nothing was found" in page


def test_a_vin_in_the_search_field_is_offered_as_the_vehicle(technician_client: Client, index: SearchEngine) -> None:
    page = technician_client.get("/search/", {"q": "1m8gdm9a-xkp042788"}).content.decode()
    assert "1M8GDM9AXKP042788 looks like a VIN" in page
    assert "looks like a VIN" not in technician_client.get("/search/", {"q": "P0420"}).content.decode()
