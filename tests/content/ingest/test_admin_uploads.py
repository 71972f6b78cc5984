"""The edition form with a file that was sent in parts before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.delivery.models import Upload
from content.library.models import Edition, Manual
from portal.core import storage
from portal.network.departments import create_department
from portal.network.models import Department
from tests import factories, pdf_factory
from tests.content.delivery.stores import bucket_store, local_store, store

__all__ = ["bucket_store", "local_store", "store"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="service", name="Service")


@pytest.fixture
def manual(department: Department) -> Manual:
    return factories.manual(title="Falcon", department=department)


def author(department: Department, name: str = "author") -> Client:
    user = factories.UserFactory(username=name)
    user.groups.add(department.authors)
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, data: bytes, *, name: str = "Größe.pdf", whole: bool = True) -> str:
    """The id of an upload of one part."""
    json = "application/json"
    upload = client.post("/files/uploads/", {"name": name, "size": len(data)}, content_type=json).json()
    if not whole:
        return str(upload["id"])
    if upload["mode"] == "local":
        client.put(f"{upload['url']}/parts/1", data, content_type="application/octet-stream")
    else:
        row = Upload.objects.get(pk=upload["id"])
        storage.client().upload_part(
            Bucket=settings.S3_BUCKET, Key=row.store_key, UploadId=row.s3_upload_id, PartNumber=1, Body=data
        )
    assert client.post(f"{upload['url']}/complete", {}, content_type=json).status_code == 200
    return str(upload["id"])


def submit(client: Client, manual: Manual, **fields: object) -> Any:
    moment = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    return client.post(
        reverse("ingest:manual_editions", args=[manual.pk]),
        {"label": "2026-01", "effective_from": moment, "change_note": "", **fields},
    )


def test_a_file_sent_in_parts_becomes_an_edition(
    store: str,
    department: Department,
    manual: Manual,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client = author(department)
    upload = sent(client, pdf_factory.make_pdf(["one", "two"]))
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(client, manual, upload_id=upload).status_code == 302
    edition = Edition.objects.get()
    assert (edition.state, edition.page_count, edition.original_name) == ("ready", 2, "Größe.pdf")
    assert not storage.exists(name=f"uploads/{upload}")
    assert "not there any more" in submit(client, manual, upload_id=upload, label="2").content.decode()
    assert Edition.objects.count() == 1


def test_what_is_no_pdf_is_refused_at_the_end_and_nothing_is_kept(
    store: str, department: Department, manual: Manual
) -> None:
    client = author(department)
    upload = sent(client, b"\x89PNG\r\n\x1a\nnot a pdf")
    page = submit(client, manual, upload_id=upload).content.decode()
    assert "not a PDF" in page
    assert upload not in page
    assert not Edition.objects.exists()
    assert not storage.exists(name=f"uploads/{upload}")


def test_the_file_stays_when_only_the_form_must_be_mended(
    local_store: str, department: Department, manual: Manual
) -> None:
    client = author(department)
    factories.edition(manual, label="taken")
    upload = sent(client, pdf_factory.make_pdf(["one"]))
    for wrong in ({"label": ""}, {"label": "taken"}):
        page = submit(client, manual, upload_id=upload, **wrong).content.decode()
        assert f'name="upload_id" value="{upload}"' in page
        assert "Größe.pdf" in page
    assert submit(client, manual, upload_id=upload).status_code == 302


def test_an_upload_of_another_person_or_in_part_is_refused(
    local_store: str, department: Department, manual: Manual
) -> None:
    client, other = author(department), author(department, "other")
    theirs = sent(other, pdf_factory.make_pdf(["one"]))
    half = sent(client, b"%PDF-", whole=False)
    for upload, says in ((theirs, "not there any more"), (half, "has not arrived in full"), ("", "required")):
        page = submit(client, manual, upload_id=upload).content.decode()
        assert says in page
    assert not Edition.objects.exists()
    assert Upload.objects.filter(state=Upload.State.ABORTED).count() == 0


def test_a_file_chosen_now_counts_more_than_one_sent_before(
    local_store: str, department: Department, manual: Manual
) -> None:
    client = author(department)
    upload = sent(client, pdf_factory.make_pdf(["before"]), name="before.pdf")
    now = SimpleUploadedFile("now.pdf", pdf_factory.make_pdf(["now"]), content_type="application/pdf")
    assert submit(client, manual, upload_id=upload, file=now).status_code == 302
    assert Edition.objects.get().original_name == "now.pdf"
