"""Page images: made once, kept, fresh in the browser, and a drawing that says so where one cannot be made."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.library.models import Edition
from content.reader import images, kept
from content.reader.rendering import Lasting, PageUnreadable
from portal.core import storage
from tests.content.reader.builders import Drawn, drawing, readable

pytestmark = pytest.mark.django_db


def address(edition: Edition, number: int = 1, what: str = "image") -> str:
    return f"/manuals/{edition.manual_id}/e/{edition.pk}/p/{number}/{what}"


def test_made_once_and_kept(technician_client: Client, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Drawn = []
    monkeypatch.setattr(images, "render", drawing(drawn))
    edition = readable(pages=["one"])
    first = technician_client.get(address(edition))
    second = technician_client.get(address(edition))
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first["Content-Type"] == "image/webp"
    assert drawn == [(edition.file_name, 1, 900)]
    name = kept.image_name(sha256=edition.sha256, number=1, width=900)
    assert storage.read_bytes(name=name) == first.content


@pytest.mark.services
def test_another_machine_finds_it_in_the_bucket(
    technician_client: Client, bucket_store: str, monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: object
) -> None:
    drawn: Drawn = []
    monkeypatch.setattr(images, "render", drawing(drawn))
    edition = readable(pages=["one"])
    technician_client.get(address(edition))
    settings.SCRATCH_DIR = f"{tmp_path}/other-machine"  # type: ignore[attr-defined]
    assert technician_client.get(address(edition)).status_code == 200
    assert len(drawn) == 1


def test_the_browser_keeps_it_for_itself(technician_client: Client, drawn: Drawn) -> None:
    edition = readable(pages=["one"])
    response = technician_client.get(address(edition))
    assert response["Cache-Control"] == "private, max-age=86400, immutable"
    assert "Cookie" in response["Vary"]
    assert response["X-Content-Type-Options"] == "nosniff"
    again = technician_client.get(address(edition), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert len(drawn) == 1


@pytest.mark.parametrize("width", ["901", "0", "-900", "900.0", "9" * 30, "abc", "٩٠٠"])
def test_only_a_few_widths(technician_client: Client, drawn: Drawn, width: str) -> None:
    edition = readable(pages=["one"])
    assert technician_client.get(address(edition), {"w": width}).status_code == 404
    assert drawn == []


def test_thumbnail_and_cover(technician_client: Client, drawn: Drawn) -> None:
    edition = readable(pages=["one", "two"])
    technician_client.get(address(edition, 2, "thumb"))
    technician_client.get(f"/manuals/{edition.manual_id}/cover")
    assert [(number, width) for _file, number, width in drawn] == [(2, 160), (1, 480)]


def test_an_image_costs_few_statements(technician_client: Client, drawn: Drawn) -> None:
    edition = readable(pages=["one"])
    with CaptureQueriesContext(connection) as statements:
        technician_client.get(address(edition))
    assert len(statements) <= 9


def test_a_page_that_cannot_be_drawn_says_so_and_is_not_tried_at_once(
    technician_client: Client, local_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fail(*, file_name: str, number: int, width: int) -> bytes:
        tries.append(width)
        raise PageUnreadable("timeout")

    monkeypatch.setattr(images, "render", fail)
    edition = readable(pages=["one"])
    for width in (900, 900, 1350):
        response = technician_client.get(address(edition), {"w": width})
        assert response.status_code == 200
        assert response["Content-Type"] == "image/svg+xml"
        assert b"Page 1 cannot be shown" in response.content
        assert "immutable" not in response["Cache-Control"]
    assert tries == [900]
    assert technician_client.get(f"/manuals/{edition.manual_id}/p/1").status_code == 200


def test_too_wide_is_not_too_wide_at_every_width(
    technician_client: Client, local_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, file_name: str, number: int, width: int) -> bytes:
        if width > 900:
            raise PageUnreadable("page_too_large", Lasting.AT_THIS_WIDTH)
        return b"image"

    monkeypatch.setattr(images, "render", fail)
    edition = readable(pages=["one"])
    assert technician_client.get(address(edition), {"w": 2700})["Content-Type"] == "image/svg+xml"
    assert technician_client.get(address(edition), {"w": 900})["Content-Type"] == "image/webp"


def test_a_store_that_is_back_is_tried_at_once(
    technician_client: Client, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = readable(pages=["one"])
    good = images.render

    def away(*, file_name: str, number: int, width: int) -> bytes:
        raise PageUnreadable("StorageUnavailable", Lasting.NOT)

    monkeypatch.setattr(images, "render", away)
    assert technician_client.get(address(edition))["Content-Type"] == "image/svg+xml"
    monkeypatch.setattr(images, "render", good)
    assert technician_client.get(address(edition))["Content-Type"] == "image/webp"


def test_many_at_once_draw_it_once(local_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = readable(pages=["one"])
    calls: list[int] = []

    def slow(*, file_name: str, number: int, width: int) -> bytes:
        calls.append(number)
        time.sleep(0.1)
        return b"image"

    monkeypatch.setattr(images, "render", slow)
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(images.page_image(edition=edition, number=1, width=900).data))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"image"] * 6
    assert calls == [1]


@pytest.mark.services
def test_old_images_make_room(bucket_store: str, settings: object) -> None:
    names = [kept.image_name(sha256="a" * 64, number=n, width=900) for n in (1, 2, 3)]
    for name in names:
        kept.keep_near(name=name, data=b"x" * 100)
        time.sleep(0.01)
    kept.trim(budget=250)
    assert [kept.read(name=name) is not None for name in names] == [False, True, True]
