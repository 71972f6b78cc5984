"""The rows in the editor tried on a VIN, saved or not; overlapping rows are warned of."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.library.api import open_section
from content.library.models import Manual
from portal.network.departments import create_department
from portal.network.models import Department
from tests import factories
from tests.content.vehicles.builders import Fleet, fleet

pytestmark = pytest.mark.django_db
CELLS = ("brand", "model", "variant", "year_from", "year_to", "market", "vin_stem", "serial_from", "serial_to")
EMPTY = dict.fromkeys(CELLS, "")


@pytest.fixture
def department() -> Department:
    factories.home_page()
    return create_department(code="service", name="Service")


@pytest.fixture
def author(department: Department) -> Client:
    user = factories.UserFactory(username="author")
    user.groups.add(department.authors)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def known() -> Fleet:
    return fleet(factories.BrandFactory())


def rows_of(*rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    return nested_form_data({"applicability": inline_formset([EMPTY | row for row in rows], initial=initial)})


def tried(client: Client, vin: str, *rows: dict[str, object], initial: int = 0) -> str:
    data = rows_of(*rows, initial=initial) | {"trial-vin": vin}
    return " ".join(client.post(reverse("vehicle_trial"), data).content.decode().split())


def test_unsaved_rows_answer(author: Client, known: Fleet) -> None:
    van = {"brand": known.brand.pk, "model": known.van.pk}
    assert "Yes, it applies" in tried(author, known.vin, van | {"variant": known.diesel.pk})
    maybe = tried(author, known.electric, van | {"variant": known.diesel.pk}, van | {"year_to": 2020})
    assert "It may apply." in maybe
    assert "Not known: Engine" in maybe
    assert "Row 2: does not apply" in maybe
    assert "No, it does not apply" in tried(author, known.vin, van | {"variant": known.petrol.pk})
    assert "applies to everything" in tried(author, known.vin)


def test_saved_rows_count_as_they_stand_there_and_deleted_ones_do_not(author: Client, known: Fleet) -> None:
    saved = {"id": 12345, "brand": known.brand.pk, "model": known.van.pk}
    gone = {"id": 12346, "brand": known.brand.pk, "model": known.truck.pk, "DELETE": "on"}
    answer = tried(author, known.vin, saved, gone, initial=2)
    assert "Yes, it applies" in answer
    assert "Row 2" not in answer


def test_what_is_wrong_is_said_by_row(author: Client, known: Fleet) -> None:
    answer = tried(author, known.vin, {"brand": known.brand.pk, "year_from": 2022, "year_to": 2020})
    assert "Row 1: The last model year is before the first." in answer
    assert "check digit" in tried(author, known.vin[:-1] + "9")


def test_it_is_for_people_of_the_cms(technician_client: Client, known: Fleet) -> None:
    assert technician_client.post(reverse("vehicle_trial"), {"trial-vin": known.vin}).status_code == 302


def test_rows_that_overlap_are_warned_of_and_saved(author: Client, department: Department, known: Fleet) -> None:
    manual = factories.manual(department=department)
    twice = {"brand": known.brand.pk}
    data = rows_of(twice, twice | {"model": known.van.pk}) | {
        "title": manual.title,
        "slug": manual.slug,
        "document_number": manual.document_number,
        "category": "workshop",
        "language": "en",
        "confirm_days": 14,
        "relations-TOTAL_FORMS": 0,
        "relations-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    answer = author.post(reverse("wagtailadmin_pages:edit", args=[manual.pk]), data)
    assert answer.status_code == 302
    assert any("overlap: 1–2" in str(message) for message in get_messages(answer.wsgi_request))
    saved = Manual.objects.get(pk=manual.pk).get_latest_revision_as_object()
    assert saved.applicability.count() == 2
    assert open_section(department=department).get_children().count() == 1


def test_the_editor_has_the_question_below_the_rows(author: Client, department: Department) -> None:
    page = author.get(reverse("wagtailadmin_pages:edit", args=[factories.manual(department=department).pk]))
    assert f'data-trial="{reverse("vehicle_trial")}"' in page.content.decode()
