"""The vehicle at hand: taken and put away, what its page names, and nothing that the viewer may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.library.models import Manual
from content.vehicles.models import Manufacturer
from portal.network.models import Brand, User
from tests import factories
from tests.content.vehicles.builders import Fleet, fleet

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(technician: User) -> Fleet:
    """Vehicles of the brand that the technician works for."""
    return fleet(Brand.objects.get(code="north"))


def publication(title: str, *rows: dict[str, object], **fields: object) -> Manual:
    """A manual in force that applies to `rows`."""
    manual = factories.manual(title=title, applicability=list(rows), **fields)
    factories.edition(manual, pages=["text"])
    return manual


@pytest.fixture
def publications(known: Fleet) -> dict[str, Manual]:
    brand, van = known.brand, known.van
    return {
        "all": publication("For everything"),
        "diesel": publication("Diesel of the van", {"brand": brand, "model": van, "variant": known.diesel}),
        "petrol": publication("Petrol of the van", {"brand": brand, "model": van, "variant": known.petrol}),
        "truck": publication("Truck", {"brand": brand, "model": known.truck}),
        "china": publication("Van in China", {"brand": brand, "model": van, "market": "CN"}),
        "range": publication(
            "Some numbers",
            {"brand": brand, "vin_stem": "LVLLDD10?R1", "serial_from": "000100", "serial_to": "000123"},
        ),
        "old": publication("Older years", {"brand": brand, "year_to": 2023}),
    }


def take(client: Client, vin: str) -> HttpResponse:
    return client.post("/vehicle/take/", {"vin": vin}, follow=True)


def listed(answer: HttpResponse) -> tuple[set[str], dict[str, list[str]]]:
    """Titles that apply, and those that may with the facts that are missing."""
    context = answer.context
    return (
        {manual.title for manual in context["applying_page"]},
        {manual.title: [str(fact) for fact in facts] for manual, facts in context["undecided"]},
    )


def test_a_vin_sorts_what_applies_from_what_may(
    technician_client: Client, known: Fleet, publications: dict[str, Manual]
) -> None:
    applying, undecided = listed(take(technician_client, known.vin))
    assert applying == {"For everything", "Diesel of the van", "Some numbers"}
    assert undecided == {"Van in China": ["market"]}


def test_the_missing_fact_is_asked_and_the_answer_decides(
    technician_client: Client, known: Fleet, publications: dict[str, Manual]
) -> None:
    page = take(technician_client, known.electric)
    applying, undecided = listed(page)
    assert applying == {"For everything"}
    assert undecided == {
        "Diesel of the van": ["engine"],
        "Petrol of the van": ["engine"],
        "Van in China": ["market"],
    }
    assert "Not known: Engine" in page.content.decode()
    assert set(page.context["facts_form"].fields) == {"engine", "market"}
    page = technician_client.post("/vehicle/describe/", {"engine": known.petrol.pk, "market": ""}, follow=True)
    assert listed(page) == ({"For everything", "Petrol of the van"}, {"Van in China": ["market"]})
    page = technician_client.post("/vehicle/describe/", {"market": "CN"}, follow=True)
    assert listed(page) == ({"For everything", "Petrol of the van", "Van in China"}, {})


def test_a_vehicle_without_vin_is_described(
    technician_client: Client, known: Fleet, publications: dict[str, Manual]
) -> None:
    page = technician_client.get("/vehicle/")
    assert [name for _pk, name in page.context["facts_form"].fields["model"].choices] == [
        "Not known",
        "North Truck",
        "North Van",
    ]
    page = technician_client.post(
        "/vehicle/describe/", {"model": known.truck.pk, "year": 2022, "market": ""}, follow=True
    )
    applying, undecided = listed(page)
    assert applying == {"For everything", "Truck", "Older years"}
    assert undecided == {"Some numbers": ["vin"]}


def test_put_away_it_is_gone_and_leads_to_no_other_host(technician_client: Client, known: Fleet) -> None:
    take(technician_client, known.vin)
    assert known.vin in technician_client.get("/vehicle/").content.decode()
    answer = technician_client.post("/vehicle/put-away/", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/vehicle/"
    assert known.vin not in technician_client.get("/vehicle/").content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "17 letters and digits"),
        ("LVLLDD100R100", "these are 13"),
        ("1M8GDM9AXKPO42788", "Take 1M8GDM9AXKP042788"),
        ("1HGCM82633A123456", "check digit"),
        ("<script>alert(1)</script>", "does not stand in a VIN"),
        ("x" * 5000, "at most 80"),
    ],
)
def test_what_is_no_vin_is_explained(technician_client: Client, typed: str, says: str) -> None:
    answer = technician_client.post("/vehicle/take/", {"vin": typed})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert "vehicle_at_hand" not in technician_client.session


def test_an_answer_that_contradicts_is_no_answer(technician_client: Client, known: Fleet) -> None:
    take(technician_client, known.vin)
    for said in ({"engine": known.petrol.pk}, {"model": "9" * 30}, {"year": "zero"}, {"market": "XX"}):
        assert technician_client.post("/vehicle/describe/", said).status_code in (302, 422)
    assert technician_client.get("/vehicle/").context["one"].vehicle.engine == {known.diesel.pk}


def test_what_the_tables_do_not_know_is_said(technician_client: Client, known: Fleet) -> None:
    text = take(technician_client, "VF1LM1B0H36666155").content.decode()
    assert "VF1 is in no table here." in text
    assert "By the usual code: 2003" in text
    assert "a typing error does not show" in text


def test_no_page_names_or_counts_what_is_not_the_viewers(
    technician_client: Client, known: Fleet, publications: dict[str, Manual]
) -> None:
    other = factories.BrandFactory()
    publication("Secret of the van", {"brand": known.brand, "model": known.van}, brands=[other])
    publication("Secret that may", {"brand": known.brand, "market": "DE"}, dealers=[factories.DealerFactory()])
    factories.manual(title="Secret without an edition")
    page = take(technician_client, known.vin)
    assert "Secret" not in page.content.decode()
    assert page.context["applying_page"].paginator.count == 3
    assert page.context["undecided_page"].paginator.count == 1
    assert "DE" not in [value for value, _name in page.context["facts_form"].fields["market"].choices]


def test_models_of_a_brand_are_named_to_its_own_people_alone(known: Fleet, outsider: User) -> None:
    client = Client()
    client.force_login(outsider)
    text = take(client, known.vin).content.decode()
    assert "Van" not in text
    assert "2.0 diesel" not in text
    assert "North Works" in text
    client.post("/vehicle/put-away/")
    assert "model" not in client.get("/vehicle/").context["facts_form"].fields


def test_strangers_must_sign_in(client: Client) -> None:
    assert client.get("/vehicle/").status_code == 302
    assert client.post("/vehicle/take/", {"vin": "x"})["Location"].startswith("/account/login/")


def test_a_correction_of_the_tables_counts_at_once(technician_client: Client, known: Fleet) -> None:
    take(technician_client, known.vin)
    Manufacturer.objects.all().delete()
    assert technician_client.get("/vehicle/").context["one"].vehicle.brand is None


def test_statements_do_not_grow(technician_client: Client, known: Fleet, publications: dict[str, Manual]) -> None:
    take(technician_client, known.electric)
    counts = []
    for more in (0, 8):
        for number in range(more):
            publication(f"More {number}", {"brand": known.brand, "model": known.van, "market": "CN"})
            publication(f"Sure {number}", {"brand": known.brand, "model": known.van})
        with CaptureQueriesContext(connection) as asked:
            technician_client.get("/vehicle/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_lists_have_pages(
    technician_client: Client, known: Fleet, monkeypatch: pytest.MonkeyPatch, publications: dict[str, Manual]
) -> None:
    monkeypatch.setattr("content.vehicles.views.PER_PAGE", 2)
    take(technician_client, known.vin)
    first, second = (listed(technician_client.get("/vehicle/", {"page": number}))[0] for number in (1, 2))
    assert (len(first), second) == (2, {"For everything"})
