"""The author's way: write, preview, publish, see how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from content.bulletins import issuing
from content.bulletins.document import clean
from content.bulletins.files import FileRefused, receive_file
from content.bulletins.models import Bulletin, BulletinFile, Issue
from content.library.models import DepartmentPage, Edition
from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories
from tests.content.bulletins import builders
from tests.content.bulletins.conftest import Publish

pytestmark = pytest.mark.django_db
AUDIENCE = {f"audience_{name}": [] for name in ("brands", "regions", "tiers", "roles", "dealers")}


@pytest.fixture
def author(department: Department) -> Client:
    user = factories.UserFactory(username="author")
    user.groups.add(department.authors)
    client = Client()
    client.force_login(user)
    return client


def form(**fields: Any) -> dict[str, Any]:
    body = streamfield([("symptom", rich_text("<p>Fault code U0073 is stored.</p>", features=["bold"]))])
    given = {
        "title": "Network fault",
        "slug": "network-fault",
        "document_number": "SB-1",
        "category": "service_bulletin",
        "language": "en",
        "description": "",
        "body": body,
        "applicability": inline_formset([]),
        "relations": inline_formset([]),
        "confirm_days": "14",
        "allow_download": "on",
        "allow_print": "on",
        "comments": inline_formset([]),
        **AUDIENCE,
        **fields,
    }
    return nested_form_data(given)


def test_an_author_writes_previews_and_publishes(
    author: Client, department: Department, store: object, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    section = DepartmentPage.objects.get(department=department)
    add = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletin", section.pk])
    page = author.get(add).content.decode()
    assert "Service bulletin" in page
    assert "Workshop manual" not in page
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["bulletins", "bulletin", section.pk])
    assert author.post(preview, form()).json()["is_valid"] is True
    seen = author.get(preview).content.decode()
    assert "Fault code U0073 is stored." in seen
    assert "This is a preview" in seen
    with django_capture_on_commit_callbacks(execute=True):
        answer = author.post(add, form(**{"action-publish": "1"}), follow=True)
    bulletin = Bulletin.objects.get()
    assert bulletin.live
    assert Edition.objects.get(manual=bulletin).state == "ready"
    assert "Edition 1 is being made." in answer.content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[bulletin.pk])
    again = author.post(edit, form(**{"action-publish": "1"}), follow=True)
    assert "there is no new edition" in again.content.decode()
    assert Issue.objects.count() == 1


def test_the_list_of_editions_shows_what_is_being_made(author: Client, publish: Publish) -> None:
    page = builders.bulletin()
    builders.publish(page)
    address = reverse("ingest:manual_editions", args=[page.pk])
    assert "The PDF is being made." in author.get(address).content.decode()
    issue = page.issues.get()
    Issue.objects.filter(pk=issue.pk).update(state="failed", reason=issuing.UNPRINTABLE)
    assert "could not be laid out" in author.get(reverse("ingest:editions")).content.decode()
    retry = reverse("bulletin_desk:retry", args=[issue.pk])
    assert retry in author.get(address).content.decode()
    author.post(retry)
    assert [one.state for one in page.issues.all()] == ["waiting", "failed"]
    assert "could not be laid out" not in author.get(address).content.decode()


def test_another_department_has_no_door(author: Client, publish: Publish, technician: User) -> None:
    theirs = builders.bulletin(title="Theirs", department=create_department(code="parts", name="Parts"))
    builders.publish(theirs)
    issue = theirs.issues.get()
    Issue.objects.filter(pk=issue.pk).update(state="failed")
    author.post(reverse("bulletin_desk:retry", args=[issue.pk]))
    assert theirs.issues.count() == 1
    assert "Theirs" not in author.get(reverse("ingest:editions")).content.decode()
    dealer = Client()
    dealer.force_login(technician)
    assert dealer.post(reverse("bulletin_desk:retry", args=[issue.pk])).status_code in (302, 403)
    assert theirs.issues.count() == 1


def test_a_picture_is_uploaded_where_it_is_needed(author: Client, department: Department, store: object) -> None:
    file = SimpleUploadedFile("plug.svg", b"<svg onload='alert(1)'/>", content_type="image/png")
    create = reverse("bulletin_picture_chooser:create")
    refused = author.post(create, {"title": "", "department": department.pk, "upload": file})
    assert "no picture that can be shown" in refused.json()["htmlFragment"]
    assert not BulletinFile.objects.exists()
    theirs = create_department(code="parts", name="Parts")
    given = {"title": "Plug", "department": theirs.pk, "upload": builders.upload("blue")}
    assert author.post(create, given).json()["step"] == "reshow_creation_form"
    kept = author.post(create, {**given, "department": department.pk, "upload": builders.upload("blue")}).json()
    assert (kept["step"], kept["result"]["title"]) == ("chosen", "Plug")
    assert BulletinFile.objects.get().department == department


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ", "cannot be offered"),
        ("a.docm", b"PK\x03\x04", "cannot be offered"),
        ("a.pdf", b"<script>", "not what its name says"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "not what its name says"),
        ("a.txt", b"", "empty"),
    ],
)
def test_an_attachment_is_what_its_name_says(
    department: Department, store: object, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(FileRefused, match=says):
        receive_file(upload=SimpleUploadedFile(name, data), kind="attachment", title="", department=department)
    assert not BulletinFile.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data", "says"), [("film", b"RIFF    AVI ", "no MP4 or WebM"), ("captions", b"1\n00:00", "no WebVTT")]
)
def test_a_film_and_its_captions_are_what_players_take(
    department: Department, store: object, kind: str, data: bytes, says: str
) -> None:
    with pytest.raises(FileRefused, match=says):
        receive_file(upload=SimpleUploadedFile("film.mp4", data), kind=kind, title="", department=department)
    assert not BulletinFile.objects.exists()


def test_nothing_in_a_text_can_run(db: None) -> None:
    dirty = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a><img src=x onerror=x></p>'
    assert clean(dirty) == '<p>a<a rel="noopener noreferrer">b</a></p>'
    assert clean('<a href="https://example.com/">c</a>') == (
        '<a href="https://example.com/" rel="noopener noreferrer">c</a>'
    )
