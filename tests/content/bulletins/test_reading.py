"""What a technician reads: the text, its pictures, the way on from an old edition, and the list."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from content.library.models import Edition
from portal.network.models import Department, User
from tests import factories
from tests.content.bulletins import builders
from tests.content.bulletins.conftest import Publish

pytestmark = pytest.mark.django_db


def test_a_text_is_read_with_its_pictures_and_attachments(
    publish: Publish, department: Department, technician_client: Client
) -> None:
    body = [
        {"type": "cause", "value": "<p>A pin is bent &amp; loose.</p>"},
        {"type": "picture", "value": {"file": builders.picture(department).pk, "alt": "A plug", "caption": "Fig. 1"}},
        {"type": "attachments", "value": {"files": [builders.attachment(department).pk]}},
    ]
    page = publish(builders.bulletin(title="<b>Plug", body=body))
    shown = technician_client.get(f"/bulletins/{page.pk}/")
    text = shown.content.decode()
    edition = Edition.objects.get(manual=page)
    for part in ("&lt;b&gt;Plug", "A pin is bent &amp; loose.", 'alt="A plug"', "Fig. 1", edition.sha256):
        assert part in text, part
    picture = technician_client.get(f"/bulletins/{page.pk}/e/{edition.pk}/files/0")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    taken = technician_client.get(f"/bulletins/{page.pk}/e/{edition.pk}/files/1")
    assert b"".join(taken) == b"Serial: "
    assert taken["Content-Disposition"] == 'attachment; filename="form.txt"'
    assert "sandbox" in taken["Content-Security-Policy"]
    assert technician_client.get(f"/manuals/{page.pk}/")["Location"] == f"/bulletins/{page.pk}/"
    assert technician_client.get(f"/manuals/{page.pk}/p/1").status_code == 200


def test_a_film_is_watched_where_the_text_is_read(
    publish: Publish, department: Department, technician_client: Client
) -> None:
    film, captions = builders.film(department), builders.captions(department)
    value = {"file": film.pk, "captions": captions.pk, "caption": "Pulling <the> plug"}
    page = publish(builders.bulletin(body=[{"type": "film", "value": value}], allow_download=False))
    edition = Edition.objects.get(manual=page)
    text = technician_client.get(f"/bulletins/{page.pk}/").content.decode()
    files = f"/bulletins/{page.pk}/e/{edition.pk}/files"
    assert f'src="{files}/0"' in text
    assert f'<track kind="captions" src="{files}/1" srclang="en"' in text
    assert "Pulling &lt;the&gt; plug" in text
    part = technician_client.get(f"{files}/0", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part["Content-Type"], b"".join(part)) == (206, "video/mp4", b"ftypisom")
    assert technician_client.get(f"{files}/1")["Content-Type"] == "text/vtt"
    assert technician_client.get(f"/files/e/{edition.pk}/download").status_code == 403


def test_an_old_edition_keeps_its_text_and_leads_on(publish: Publish, technician_client: Client) -> None:
    page = publish(builders.bulletin(body=[builders.text("Tighten to 20.")]))
    first = Edition.objects.get(manual=page)
    publish(page, body=[builders.text("Tighten to 25.")], next_change_note="New torque")
    old = technician_client.get(f"/bulletins/{page.pk}/e/{first.pk}/").content.decode()
    assert "Tighten to 20." in old
    assert "It has been superseded by “2”." in old
    new = technician_client.get(f"/bulletins/{page.pk}/").content.decode()
    assert "Tighten to 25." in new
    assert "superseded by" not in new
    assert "New torque" in new


def test_fixed_words_are_in_the_language_of_the_text(publish: Publish, technician_client: Client) -> None:
    body = [{"type": "alert", "value": {"level": "danger", "text": "<p>Hochspannung</p>"}}]
    page = publish(builders.bulletin(body=body, language="en"))
    with translation.override("zh-hans"):
        text = technician_client.get(f"/bulletins/{page.pk}/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "DANGER" in text


def test_an_uploaded_edition_leads_to_its_pages(department: Department, technician_client: Client) -> None:
    page = builders.bulletin(title="Scanned", live=True, applicability=[{"brand": factories.BrandFactory(name="N")}])
    factories.edition(page, label="A", pages=["words"])
    text = technician_client.get(f"/bulletins/{page.pk}/").content.decode()
    assert "Scanned" in text
    assert f'href="/manuals/{page.pk}/p/1"' in text


def test_the_list_is_narrowed_and_its_statements_do_not_grow(
    department: Department, technician_client: Client, technician: User
) -> None:
    brand = factories.BrandFactory(code="velmora")

    def add(count: int, **fields: object) -> None:
        for _ in range(count):
            factories.edition(builders.bulletin(live=True, **fields), pages=["x"])

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert technician_client.get("/bulletins/").status_code == 200
        return len(captured)

    add(1, category="recall", applicability=[{"brand": brand}])
    technician_client.get("/bulletins/")
    few = statements()
    add(12, applicability=[{"brand": factories.BrandFactory()}])
    assert statements() == few
    found = technician_client.get("/bulletins/", {"type": "recall"}).context["page_obj"]
    assert [one.category for one in found] == ["recall"]
    assert len(technician_client.get("/bulletins/", {"brand": "velmora"}).context["page_obj"]) == 1


def test_reading_takes_a_fixed_number_of_statements(
    publish: Publish, department: Department, technician_client: Client
) -> None:
    few = publish(builders.bulletin(body=[builders.text("a")]))
    pictures = [
        {"type": "picture", "value": {"file": builders.picture(department, colour=colour).pk, "alt": "x"}}
        for colour in ("red", "green", "blue")
    ]
    many = publish(builders.bulletin(body=[*pictures, *[builders.text("b")] * 20]))
    counts = []
    # The first look of a person at a page is written down.
    for page in (few, many, few, many):
        with CaptureQueriesContext(connection) as captured:
            assert technician_client.get(f"/bulletins/{page.pk}/").status_code == 200
        counts.append(len(captured))
    assert counts[2] == counts[3]
