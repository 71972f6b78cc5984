"""The list of manuals, a manual's cover sheet, printing, bookmarks, going on reading."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library import api as library
from content.library.models import Manual
from content.reader import api as reader
from content.reader import history
from content.reader.models import Bookmark
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import Brand, User
from tests import factories
from tests.content.reader.builders import readable

pytestmark = pytest.mark.django_db


def titles(client: Client, **parameters: str) -> set[str]:
    return {manual.title for manual in client.get("/manuals/", parameters).context["page_obj"]}


def test_narrowed_by_brand_model_type_language_and_words(technician_client: Client) -> None:
    north = Brand.objects.get(code="north")
    aurora = factories.VehicleModelFactory(brand=north, code="AUR")
    boreal = factories.VehicleModelFactory(brand=north, code="BOR")
    south = factories.BrandFactory(code="other")
    for title, rows, fields in [
        ("Aurora", [{"brand": north, "model": aurora}], {"category": "wiring"}),
        ("Boreal", [{"brand": north, "model": boreal}], {"language": "zh-hans"}),
        ("All North", [{"brand": north}], {}),
        ("Other", [{"brand": south}], {}),
        ("Any vehicle", [], {"document_number": "ZZ-9"}),
    ]:
        readable(pages=["a"], manual=factories.manual(title=title, applicability=rows, **fields))
    assert len(titles(technician_client)) == 5
    assert titles(technician_client, brand="north") == {"Aurora", "Boreal", "All North", "Any vehicle"}
    assert titles(technician_client, model="AUR") == {"Aurora", "All North", "Any vehicle"}
    assert titles(technician_client, type="wiring") == {"Aurora"}
    assert titles(technician_client, language="zh-hans") == {"Boreal"}
    assert titles(technician_client, q="zz-9") == {"Any vehicle"}
    assert titles(technician_client, q="a\x00b") == set()
    assert titles(technician_client, brand="nonsense") == {"Any vehicle"}


def test_filters_offer_only_what_is_there(technician_client: Client) -> None:
    factories.BrandFactory(code="unused")
    hidden = factories.BrandFactory(code="hidden")
    readable(pages=["a"], manual=factories.manual(applicability=[{"brand": hidden}], brands=[hidden]))
    readable(pages=["a"], manual=factories.manual(applicability=[{"brand": Brand.objects.get(code="north")}]))
    choices = technician_client.get("/manuals/").context["choices"]
    assert [choice.value for choice in choices["brand"]] == ["north"]


def test_the_list_is_paged_and_costs_the_same_for_one_and_for_many(technician_client: Client) -> None:
    counts = []
    for many in (1, 29):
        for _ in range(many):
            readable(pages=["a"])
        with CaptureQueriesContext(connection) as statements:
            response = technician_client.get("/manuals/")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14
    assert len(response.context["page_obj"]) == 24
    assert len(technician_client.get("/manuals/?page=2").context["page_obj"]) == 6


def test_the_cover_sheet(technician_client: Client) -> None:
    north = Brand.objects.get(code="north")
    manual = factories.manual(
        title="Brakes", applicability=[{"brand": north, "year_from": 2020, "market": "CN"}], document_number="B-77"
    )
    readable(pages=["a"], manual=manual, label="First", effective_from=timezone.now() - timedelta(days=9))
    readable(pages=["a", "b"], manual=manual, label="Second", change_note="New torque.", outline=[[1, "Discs", 2]])
    readable(pages=["a"], manual=manual, label="Third", effective_from=timezone.now() + timedelta(days=9))
    html = technician_client.get(f"/manuals/{manual.pk}/").content.decode()
    for expected in ("B-77", "Second", "First", "New torque.", manual.department.name, "2020", "(CN)", "Discs"):
        assert expected in html
    assert "Third" not in html


def test_reading_goes_on_where_it_was_left(technician_client: Client, technician: User) -> None:
    edition = readable(pages=["a", "b", "c"], labels=["i", "ii", "iii"])
    technician_client.get(f"/manuals/{edition.manual_id}/p/3")
    page = technician_client.get(f"/manuals/{edition.manual_id}/")
    assert page.context["position_url"] == f"/manuals/{edition.manual_id}/p/3"
    (one,) = reader.recent(viewer=viewer_for(user=technician), limit=5)
    assert (one.manual.pk, one.number, one.label) == (edition.manual_id, 3, "iii")
    assert one.url == f"/manuals/{edition.manual_id}/p/3"


def test_a_new_edition_takes_the_reader_along(technician_client: Client, technician: User) -> None:
    manual = factories.manual()
    old = readable(pages=["a", "b"], manual=manual, effective_from=timezone.now() - timedelta(days=9))
    technician_client.get(f"/manuals/{manual.pk}/p/2")
    readable(pages=["a", "b"], manual=manual)
    (one,) = reader.recent(viewer=viewer_for(user=technician), limit=5)
    assert one.url == f"/manuals/{manual.pk}/e/{old.pk}/p/2/in-force"


def test_what_is_no_longer_visible_is_not_recent(technician_client: Client, technician: User) -> None:
    editions = [readable(pages=["a"]) for _ in range(3)]
    for edition in editions:
        technician_client.get(f"/manuals/{edition.manual_id}/p/1")
    Manual.objects.filter(pk=editions[0].manual_id).update(expires_at=timezone.now() - timedelta(seconds=5))
    library.withdraw(edition_id=editions[1].pk, actor=None)
    recent = reader.recent(viewer=viewer_for(user=technician), limit=5)
    assert [one.manual.pk for one in recent] == [editions[2].manual_id]


def test_bookmarks(technician_client: Client, outsider: User) -> None:
    edition = readable(pages=["a", "b"], labels=["i", "ii"])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/p/2/bookmark"
    assert technician_client.get(address).status_code == 405
    technician_client.post(address)
    assert Bookmark.objects.get().label == "ii"
    assert b"bi-bookmark-fill" in technician_client.get(f"/manuals/{edition.manual_id}/p/2").content
    assert f"/manuals/{edition.manual_id}/p/2".encode() in technician_client.get("/manuals/bookmarks/").content
    other = Client()
    other.force_login(outsider)
    assert edition.manual.title.encode() not in other.get("/manuals/bookmarks/").content
    technician_client.post(address)
    assert not Bookmark.objects.exists()


def test_printing_a_range(technician_client: Client) -> None:
    edition = readable(pages=[str(n) for n in range(60)], labels=[f"P{n}" for n in range(1, 61)])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/print"
    html = technician_client.get(address, {"from": "P5", "to": "7"}).content.decode()
    assert [n for n in range(1, 61) if f"/p/{n}/image" in html] == [5, 6, 7]
    event = Event.objects.get(verb="edition.printed")
    assert event.data == {"manual": edition.manual_id, "from": 5, "to": 7}
    html = technician_client.get(address, {"from": "1", "to": "60"}).content.decode()
    assert html.count("/image?w=") == 50
    assert technician_client.get(address, {"from": "nowhere"}).status_code == 404


def test_a_manual_that_is_not_printed(technician_client: Client, oem_user: User) -> None:
    edition = readable(pages=["a"], manual=factories.manual(allow_print=False, allow_download=False))
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/print?from=1&to=1"
    refused = technician_client.get(address)
    assert refused.status_code == 403
    assert b"/image" not in refused.content
    html = technician_client.get(f"/manuals/{edition.manual_id}/p/1").content.decode()
    assert "/print" not in html
    assert "/download" not in html
    oem = Client()
    oem.force_login(oem_user)
    assert oem.get(address).status_code == 200


def test_a_busy_database_costs_the_position_and_not_the_page(
    technician_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(history, "remember", locked)
    edition = readable(pages=["a"])
    assert technician_client.get(f"/manuals/{edition.manual_id}/p/1").status_code == 200
