"""Editions in the CMS: who may change them, and what happens when they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.library.api import open_section
from content.library.models import Edition, Manual
from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories, pdf_factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def departments(db: None) -> tuple[Department, Department]:
    factories.home_page()
    return create_department(code="service", name="Service"), create_department(code="parts", name="Parts")


@pytest.fixture
def manual(departments: tuple[Department, Department]) -> Manual:
    return factories.manual(title="Falcon", department=departments[0])


def author(department: Department) -> Client:
    user = factories.UserFactory(username=f"author-{department.code}")
    user.groups.add(department.authors)
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, manual: Manual, data: bytes, *, label: str = "2026-01", name: str = "m.pdf") -> object:
    return client.post(
        reverse("ingest:manual_editions", args=[manual.pk]),
        {
            "file": SimpleUploadedFile(name, data, content_type="application/pdf"),
            "label": label,
            "effective_from": (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M"),
            "change_note": "",
        },
    )


def test_an_author_uploads_and_sees_it_in_force(
    departments: tuple[Department, Department],
    manual: Manual,
    local_store: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client = author(departments[0])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = upload(client, manual, pdf_factory.make_pdf(["one", "two"]), name="../../Größe 手册.pdf")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    edition = Edition.objects.get()
    assert (edition.state, edition.page_count, edition.original_name) == ("ready", 2, "Größe 手册.pdf")
    page = client.get(reverse("ingest:manual_editions", args=[manual.pk])).content.decode()
    assert "In force" in page
    assert "Größe 手册.pdf" in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\nnot a pdf", "not a PDF"),
        (b"<html><body>%PDF-1.4</body></html>", "not a PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_and_nothing_is_kept(
    departments: tuple[Department, Department], manual: Manual, local_store: Path, data: bytes, says: str
) -> None:
    answer = upload(author(departments[0]), manual, data)
    assert says in answer.content.decode()  # type: ignore[attr-defined]
    assert not Edition.objects.exists()
    assert not [path for path in (local_store / "files").rglob("*") if path.is_file()]


def test_a_failed_edition_says_why_and_can_be_tried_again(
    departments: tuple[Department, Department],
    manual: Manual,
    local_store: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client = author(departments[0])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        upload(client, manual, pdf_factory.make_encrypted_pdf())
    edition = Edition.objects.get()
    page = client.get(reverse("ingest:editions"), {"state": "failed"}).content.decode()
    assert "protected by a password" in page
    client.post(reverse("ingest:retry", args=[edition.pk]))
    edition.refresh_from_db()
    assert edition.state == Edition.State.RECEIVED


def test_withdrawing_asks_first(departments: tuple[Department, Department], manual: Manual) -> None:
    client = author(departments[0])
    edition = factories.edition(manual, pages=["one"])
    address = reverse("ingest:withdraw", args=[edition.pk])
    assert "Keep it" in client.get(address).content.decode()
    edition.refresh_from_db()
    assert edition.withdrawn_at is None
    client.post(address)
    edition.refresh_from_db()
    assert edition.withdrawn_at is None, "not without a reason"
    client.post(address, {"reason": "Wrong torque on page 3."})
    edition.refresh_from_db()
    assert edition.withdrawn_at is not None
    assert edition.withdrawal_reason == "Wrong torque on page 3."


def test_another_department_may_not(departments: tuple[Department, Department], manual: Manual) -> None:
    client = author(departments[1])
    edition = factories.edition(manual, pages=["one"])
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.FAILED)
    refused = [
        upload(client, manual, pdf_factory.make_pdf(["x"])),
        client.get(reverse("ingest:manual_editions_table", args=[manual.pk])),
        client.post(reverse("ingest:retry", args=[edition.pk])),
        client.post(reverse("ingest:withdraw", args=[edition.pk])),
    ]
    # Wagtail answers a refusal in its admin by leading back to the start with a message.
    assert [answer.status_code for answer in refused] == [302] * 4  # type: ignore[attr-defined]
    assert {answer["Location"] for answer in refused} == {reverse("wagtailadmin_home")}  # type: ignore[index]
    edition.refresh_from_db()
    assert (edition.state, edition.withdrawn_at) == (Edition.State.FAILED, None)
    assert Edition.objects.count() == 1
    assert "Falcon" not in client.get(reverse("ingest:editions")).content.decode()


def test_dealers_have_no_door(technician_client: Client, manual: Manual, technician: User) -> None:
    for name, arguments in (("editions", []), ("manual_editions", [manual.pk]), ("editions_table", [])):
        answer = technician_client.get(reverse(f"ingest:{name}", args=arguments))
        assert answer.status_code in (302, 403)
        assert "Falcon" not in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(
    departments: tuple[Department, Department], manual: Manual
) -> None:

    client = author(departments[0])
    counts = []
    for _ in range(2):
        for _ in range(4):
            factories.edition(manual, pages=["one"])
        client.get(reverse("ingest:editions_table"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("ingest:editions_table"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_manual_is_written_in_the_cms(departments: tuple[Department, Department]) -> None:
    section = open_section(department=departments[0])
    brand = factories.BrandFactory()
    data = nested_form_data(
        {
            "title": "Falcon workshop manual",
            "slug": "falcon",
            "document_number": "WM-1",
            "category": "workshop",
            "language": "en",
            "description": "",
            "allow_download": "on",
            "allow_print": "on",
            "relations": inline_formset([]),
            "confirm_days": 14,
            "applicability": inline_formset([{"brand": brand.pk, "model": "", "year_from": 2020, "market": "cn"}]),
            "action-publish": "publish",
        }
    )
    data["audience_brands"] = [brand.pk]
    address = reverse("wagtailadmin_pages:add", args=["library", "manual", section.pk])
    client = author(departments[0])
    assert client.get(address).status_code == 200
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    manual = Manual.objects.get(document_number="WM-1")
    assert manual.live
    assert manual.department == departments[0]
    assert [row.market for row in manual.applicability.all()] == ["CN"]
    assert list(manual.audience_brands.all()) == [brand]
    data |= {
        "document_number": "WM-1",
        "slug": "falcon-2",
        "effective_from": "2026-02-01 00:00",
        "expires_at": "2026-01-01 00:00",
    }
    refused = client.post(address, data)
    errors = refused.context["form"].errors
    assert {"document_number", "expires_at"} <= set(errors)
