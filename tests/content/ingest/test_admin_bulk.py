"""Many manuals at once: what a row makes, what it refuses, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content.delivery.models import Upload
from content.library.models import Edition, Manual
from portal.network.departments import create_department
from portal.network.models import Department
from tests import factories, pdf_factory
from tests.content.delivery.stores import bucket_store, local_store, store
from tests.content.ingest.test_admin_uploads import author, sent

__all__ = ["bucket_store", "local_store", "store"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
PDF = pdf_factory.make_pdf(["Wheel bolts 120 Nm"])


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="service", name="Service")


@pytest.fixture
def client(department: Department) -> Client:
    return author(department)


def post(client: Client, department: Department, **fields: object) -> Any:
    values = {
        "section": department.root_page.pk,
        "category": "workshop",
        "language": "en",
        "brand": "",
        "effective_from": "2026-01-01 00:00",
        "document_number": "WM-100",
        "title": "Falcon",
        "label": "2026-01",
    }
    return client.post(reverse("ingest:bulk_row"), values | fields)


def test_a_file_becomes_a_manual_of_the_section(client: Client, department: Department) -> None:
    brand = factories.BrandFactory()
    answer = post(client, department, upload_id=sent(client, PDF), brand=brand.pk)
    assert answer.status_code == 201
    manual = Manual.objects.get(document_number="WM-100")
    assert (manual.title, manual.department, manual.live) == ("Falcon", department, True)
    assert manual.get_parent().specific == department.root_page
    assert [row.brand for row in manual.applicability.all()] == [brand]
    edition = manual.editions.get()
    assert (edition.label, edition.original_name) == ("2026-01", "Größe.pdf")
    assert answer.json()["edition"] == edition.pk


def test_a_known_number_becomes_an_edition(client: Client, department: Department) -> None:
    manual = factories.manual(department=department, document_number="WM-100", title="Kept")
    assert post(client, department, upload_id=sent(client, PDF), label="2").status_code == 201
    assert Manual.objects.get().title == "Kept"
    assert manual.editions.get().label == "2"


def test_the_same_row_twice_is_one_edition(client: Client, department: Department) -> None:
    upload = sent(client, PDF)
    first, second = (post(client, department, upload_id=upload) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Edition.objects.count() == 1


def test_a_file_that_the_library_has_is_told_and_adds_nothing(client: Client, department: Department) -> None:
    first = post(client, department, upload_id=sent(client, PDF))
    again = post(client, department, upload_id=sent(client, PDF), document_number="WM-200", title="Other")
    assert again.status_code == 200
    assert again.json() == first.json()
    assert Manual.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("document_number", "x" * 61), ("label", ""), ("effective_from", "soon"), ("language", "tlh")],
)
def test_what_is_wrong_is_told_by_field(client: Client, department: Department, field: str, value: str) -> None:
    upload = sent(client, PDF)
    answer = post(client, department, upload_id=upload, **{field: value})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not Manual.objects.exists()
    assert Upload.objects.filter(pk=upload).exists(), "the file need not be sent again"


def test_what_is_no_pdf_is_refused(client: Client, department: Department) -> None:
    answer = post(client, department, upload_id=sent(client, b"\x89PNG\r\n\x1a\n" + b"0" * 600))
    assert answer.status_code == 422
    assert "PDF" in answer.json()["errors"]["upload_id"][0]
    assert not Manual.objects.exists()


def test_a_file_that_has_not_arrived_is_refused(client: Client, department: Department) -> None:
    answer = post(client, department, upload_id=sent(client, PDF, whole=False))
    assert list(answer.json()["errors"]) == ["upload_id"]


def test_nobody_adds_to_the_section_of_others(client: Client, department: Department) -> None:
    stranger = author(create_department(code="sales", name="Sales"), "stranger")
    answer = post(stranger, department, upload_id=sent(stranger, PDF))
    assert list(answer.json()["errors"]) == ["section"]


def test_nobody_adds_an_edition_to_the_manual_of_others(client: Client, department: Department) -> None:
    other = create_department(code="sales", name="Sales")
    factories.manual(department=department, document_number="WM-100")
    stranger = author(other, "stranger")
    answer = post(stranger, other, upload_id=sent(stranger, PDF))
    assert list(answer.json()["errors"]) == ["document_number"]
    assert not Edition.objects.exists()


def test_nobody_uses_the_upload_of_others(client: Client, department: Department) -> None:
    other = author(department, "colleague")
    answer = post(other, department, upload_id=sent(client, PDF))
    assert list(answer.json()["errors"]) == ["upload_id"]


def test_dealers_find_no_such_page(client: Client) -> None:
    dealer = Client()
    dealer.force_login(factories.person(username="tech", dealer=factories.DealerFactory()))
    for name in ("bulk", "bulk_states"):
        assert dealer.get(reverse(f"ingest:{name}")).status_code in (302, 403, 404)
    assert dealer.post(reverse("ingest:bulk_row")).status_code in (302, 403, 404)


def test_names_suggest_what_files_are(client: Client, department: Department) -> None:
    factories.manual(department=department, document_number="Falcon-brakes", title="Falcon brakes")
    names = ["Falcon-brakes_2026-03-01.pdf", "..\\..\\Neu_Handbuch.pdf"]
    answer = client.post(reverse("ingest:bulk_proposals"), {"names": names}, content_type="application/json")
    first, second = answer.json()["proposals"]
    assert first == {
        "document_number": "Falcon-brakes",
        "title": "Falcon brakes",
        "label": "2026-03-01",
        "effective_from": "2026-03-01 00:00",
        "existing": "Falcon brakes",
    }
    assert (second["title"], second["document_number"], second["existing"]) == ("Neu Handbuch", "Neu_Handbuch", "")


@pytest.mark.parametrize("body", ["", "[]", '{"names": "x"}', '{"names": [1]}', '{"names": %s}' % (["a"] * 201)])
def test_nonsense_instead_of_names_is_refused(client: Client, body: str) -> None:
    body = body.replace("'", '"')
    answer = client.post(reverse("ingest:bulk_proposals"), body, content_type="application/json")
    assert answer.status_code == 400


def test_states_are_those_of_ones_own_editions(client: Client, department: Department) -> None:
    mine = factories.edition(factories.manual(department=department))
    other = factories.edition(factories.manual(department=create_department(code="sales", name="Sales")))
    answer = client.get(reverse("ingest:bulk_states"), {"id": [mine.pk, other.pk, "x", "9" * 40]}).json()
    assert list(answer["states"]) == [str(mine.pk)]
    assert answer["moving"] is False


def test_states_cost_the_same_for_one_and_for_many(
    client: Client, department: Department, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    manual = factories.manual(department=department)
    ids = [factories.edition(manual, label=str(number)).pk for number in range(12)]
    for wanted in (ids[:1], ids):
        with django_assert_max_num_queries(12):
            client.get(reverse("ingest:bulk_states"), {"id": wanted})


def test_who_may_add_nowhere_is_told(department: Department) -> None:
    user = factories.oem_person(username="reader")
    reader = Client()
    reader.force_login(user)
    answer = reader.get(reverse("ingest:bulk"))
    assert answer.status_code == 200
    assert b"data-bulk-upload" not in answer.content
