"""Uploads in parts, on both stores: resuming, limits, ownership, expiry."""

from __future__ import annotations

import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from content.delivery.models import Upload
from content.delivery.tasks import expire_uploads
from content.delivery.uploads import api as uploads
from portal.core import storage
from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db

PART = 5 * 1024 * 1024  # the least that S3 takes for a part that is not the last
DATA = bytes(range(256)) * (PART // 256) * 2 + b"the end"
URL = "/files/uploads/"


@pytest.fixture(autouse=True)
def _part_size(settings: Settings) -> None:
    settings.UPLOAD_PART_BYTES = PART


@pytest.fixture
def staff(oem_user: User) -> Client:
    client = Client()
    client.force_login(oem_user)
    return client


def begin(client: Client, *, size: int = len(DATA), name: str = "manual.pdf") -> dict[str, Any]:
    answer = client.post(URL, {"name": name, "size": size}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def send(client: Client, upload: dict[str, Any], number: int, data: bytes | None = None) -> int:
    """PUT a part where the protocol says."""
    if data is None:
        data = DATA[(number - 1) * PART : number * PART]
    if upload["mode"] == "local":
        address = f"{upload['url']}/parts/{number}"
        return client.put(address, data, content_type="application/octet-stream").status_code
    signed = client.post(f"{upload['url']}/sign", {"number": number}, content_type="application/json")
    request = urllib.request.Request(signed.json()["url"], data=data, method="PUT")
    with urllib.request.urlopen(request) as answer:
        return int(answer.status)


def complete(client: Client, upload: dict[str, Any]) -> Any:
    return client.post(f"{upload['url']}/complete", {}, content_type="application/json")


def kept(upload: dict[str, Any]) -> bool:
    return storage.exists(name=f"uploads/{upload['id']}")


def test_an_upload_is_resumed_after_half_of_it(store: str, staff: Client, oem_user: User) -> None:
    upload = begin(staff)
    assert (upload["parts"], upload["part_size"]) == (3, PART)
    assert upload["mode"] == ("local" if store == "folder" else "s3")
    assert send(staff, upload, 3) == 200
    assert send(staff, upload, 1) == 200
    refused = complete(staff, upload)
    assert (refused.status_code, refused.json()["missing"]) == (409, [2])
    assert not kept(upload)
    assert staff.get(upload["url"]).json()["present"] == [1, 3]
    assert send(staff, upload, 2) == 200
    for _again in range(2):
        done = complete(staff, upload)
        assert (done.status_code, done.json()["state"]) == (200, "complete")
    assert staff.get(upload["url"]).json()["present"] == [1, 2, 3]
    with uploads.completed_file(upload_id=Upload.objects.get().pk, user=oem_user) as path:
        assert path.read_bytes() == DATA
    uploads.discard(upload_id=Upload.objects.get().pk, user=oem_user)
    assert not kept(upload)


def test_completing_is_taken_up_when_its_answer_was_lost(store: str, staff: Client) -> None:
    upload = begin(staff, size=10)
    assert send(staff, upload, 1, b"0123456789") == 200
    assert complete(staff, upload).status_code == 200
    Upload.objects.update(state=Upload.State.OPEN)  # as if the process had died before it could say so
    assert staff.get(upload["url"]).json()["present"] == [1]
    assert complete(staff, upload).json()["state"] == "complete"
    assert kept(upload)


def test_a_part_of_another_size_does_not_count(store: str, staff: Client) -> None:
    upload = begin(staff, size=PART + 10)
    assert send(staff, upload, 1, b"x" * PART) == 200
    for wrong in (b"123456789", b"12345678901"):
        status = send(staff, upload, 2, wrong)
        if store == "folder":
            assert status == 400
        assert staff.get(upload["url"]).json()["present"] == [1]
        assert complete(staff, upload).status_code == 409
    assert not kept(upload)


@pytest.mark.parametrize("number", [0, 4])
def test_a_part_that_is_none_is_refused(local_store: str, staff: Client, number: int) -> None:
    upload = begin(staff)
    assert send(staff, upload, number, b"x") == 400


def test_another_persons_upload_does_not_exist(store: str, staff: Client) -> None:
    upload = begin(staff)
    other = Client()
    other.force_login(factories.oem_person(username="other"))
    json = "application/json"
    answers = [
        other.get(upload["url"]),
        other.delete(upload["url"]),
        other.post(f"{upload['url']}/sign", {"number": 1}, content_type=json),
        other.put(f"{upload['url']}/parts/1", DATA[:PART], content_type="application/octet-stream"),
        complete(other, upload),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert staff.get(upload["url"]).json()["present"] == []


def test_dealers_and_strangers_cannot_upload(
    local_store: str, staff: Client, technician_client: Client, client: Client
) -> None:
    upload = begin(staff)
    for who, status in ((technician_client, 403), (client, 401)):
        asked = who.post(URL, {"name": "x.pdf", "size": 10}, content_type="application/json")
        assert asked.status_code == status
        assert who.get(upload["url"]).status_code == status
        assert send(who, upload, 1) == status
    assert Upload.objects.count() == 1


def test_a_request_without_the_forms_token_is_refused(local_store: str, oem_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(oem_user)
    assert client.post(URL, {"name": "x", "size": 1}, content_type="application/json").status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"name": "x.pdf", "size": 2 * PART + 1}, 413),
        ({"name": "x.pdf", "size": 0}, 400),
        ({"name": "x.pdf", "size": "1"}, 400),
        ({"name": "x.pdf", "size": True}, 400),
        ({"size": 1}, 400),
        ([], 400),
    ],
)
def test_what_cannot_be_taken_is_refused_at_once(
    local_store: str, staff: Client, settings: Settings, asked: object, status: int
) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * PART
    answer = staff.post(URL, asked, content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Upload.objects.exists()


def test_a_hostile_name_is_kept_as_text(local_store: str, staff: Client) -> None:
    answer = staff.post(URL, r'{"name": "../a\u0000b\ud800.pdf", "size": 5}', content_type="application/json")
    assert answer.status_code == 201
    assert Upload.objects.get().original_name == "../ab.pdf"
    assert Upload.objects.get().store_key == f"uploads/{answer.json()['id']}"


@pytest.mark.parametrize("size", [1, PART, PART * 10_000, PART * 10_000 + 1, 200 * 1024**3])
def test_there_are_never_more_parts_than_s3_takes(size: int) -> None:
    part = uploads.part_size_for(size)
    assert part >= PART
    assert -(-size // part) <= 10_000


def test_an_upload_that_is_given_up_leaves_nothing(store: str, staff: Client, settings: Settings) -> None:
    upload = begin(staff)
    send(staff, upload, 1)
    assert staff.delete(upload["url"]).status_code == 200
    assert staff.get(upload["url"]).status_code == 404
    assert complete(staff, upload).status_code == 404
    if store == "folder":
        assert [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()] == []


def test_what_nobody_finished_expires(store: str, staff: Client, settings: Settings) -> None:
    whole, half, fresh = begin(staff, size=10), begin(staff), begin(staff, size=10)
    send(staff, whole, 1, b"0123456789")
    assert complete(staff, whole).status_code == 200
    send(staff, half, 1)
    send(staff, fresh, 1, b"0123456789")
    old = Upload.objects.filter(pk__in=[whole["id"], half["id"]])
    multiparts = {row.store_key: row.s3_upload_id for row in old}
    old.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert staff.get(half["url"]).status_code == 404
    expire_uploads()
    assert [str(row.pk) for row in Upload.objects.all()] == [fresh["id"]]
    assert not kept(whole)
    assert complete(staff, fresh).status_code == 200
    for key, multipart in multiparts.items():
        if store == "folder":
            assert not storage.local_file(f"{key}.parts").exists()
        else:
            try:
                left = storage.multipart_parts(name=key, multipart_id=multipart)
            except storage.FileMissing:
                left = {}
            assert left == {}  # S3 says that there is no such upload; some stores say that it has no part


def test_a_store_that_is_away_is_said_to_be(
    local_store: str, staff: Client, monkeypatch: pytest.MonkeyPatch, oem_user: User
) -> None:
    upload = begin(staff, size=10)
    send(staff, upload, 1, b"0123456789")

    def away(**_any: object) -> None:
        raise storage.StorageUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "size", away)
        assert complete(staff, upload).status_code == 503
    assert complete(staff, upload).status_code == 200
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with monkeypatch.context() as patch:
        patch.setattr(storage, "delete", away)
        assert uploads.remove_expired() == 0
    assert uploads.remove_expired() == 1
