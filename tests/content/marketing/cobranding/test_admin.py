"""Print templates in the CMS: written, checked with lines, tried, published as versions, previewed, archived."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from content.marketing.cobranding.models import PrintTemplate, TemplateVersion
from content.marketing.cobranding.stored import stored_name
from portal.core import storage
from tests import factories
from tests.content.marketing.cobranding.builders import CSS, FIELDS, HTML, picture, template, upload
from tests.content.marketing.cobranding.test_packages import GOOD, package

BASE = "/cms/snippets/marketing_cobranding/printtemplate/"


@pytest.fixture
def desk(db: None) -> SimpleNamespace:
    """An author of marketing in a browser."""
    department = factories.section().department
    author = factories.oem_person(username="author", groups=[department.authors])
    client = Client()
    client.force_login(author)
    return SimpleNamespace(department=department, author=author, client=client)


def form(desk: SimpleNamespace, *, fields: list[dict[str, Any]] = FIELDS, **said: Any) -> dict[str, Any]:
    """What the editor sends."""
    data: dict[str, Any] = {
        "title": "Summer flyer",
        "department": desk.department.pk,
        "language": "en",
        "width_mm": 210,
        "height_mm": 297,
        "bleed_mm": 3,
        "pages": 1,
        "picture_px": 1080,
        "html": HTML,
        "css": CSS,
        "declared-count": len(fields),
    }
    for place, row in enumerate(fields):
        data |= {
            f"declared-{place}-deleted": "",
            f"declared-{place}-order": place,
            f"declared-{place}-type": row["kind"],
        }
        defaults = {"longest": 80, "lines": 1, "smallest": 100, "decimals": 2, "currency": "EUR", "code": "web"}
        data |= {f"declared-{place}-value-{name}": value for name, value in {**defaults, **row}.items()}
    return {**data, **said}


def faults(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {name: [str(one) for one in errors] for name, errors in answer.context["form"].errors.items()}


def test_a_draft_becomes_a_version_when_it_is_published(desk: SimpleNamespace) -> None:
    assert desk.client.get(f"{BASE}add/").status_code == 200
    desk.client.post(f"{BASE}add/", form(desk))
    found = PrintTemplate.objects.get()
    assert (found.live, found.current, found.versions.count()) == (False, None, 0)
    address = f"{BASE}edit/{found.pk}/"
    assert desk.client.post(address, form(desk, **{"action-publish": "publish"})).status_code == 302
    found.refresh_from_db()
    assert (found.live, found.current.number) == (True, 1)
    assert [field.name for field in found.current.fields()] == ["dealer", "offer", "price", "code"]
    assert (found.current.published_by, found.current.html.split()) == (desk.author, HTML.split())
    desk.client.post(address, form(desk, title="New", html=HTML.replace("Summer", "Winter")))
    found.refresh_from_db()
    assert found.current.number == 1  # a draft changes nothing for dealers
    desk.client.post(address, form(desk, html=HTML.replace("Summer", "Winter"), **{"action-publish": "publish"}))
    found.refresh_from_db()
    assert found.current.number == 2
    desk.client.post(f"{BASE}unpublish/{found.pk}/")
    found.refresh_from_db()
    assert (found.live, found.versions.count()) == (False, 2)
    assert desk.client.post(f"{BASE}delete/{found.pk}/").status_code in (302, 403)
    assert PrintTemplate.objects.exists()


def test_what_is_unsafe_is_said_with_its_line_and_not_kept(desk: SimpleNamespace) -> None:
    html = f"<p>\n<img src='https://evil.example/x.png'>\n</p>{HTML}"
    told = faults(desk.client.post(f"{BASE}add/", form(desk, html=html, css="p {\n behavior: url(#x) }")))
    assert told["html"][0].startswith("Line 2:")
    assert told["css"][0].startswith("Line 2:")
    fields = [{**FIELDS[0], "name": "Bad name"}, *FIELDS[1:]]
    assert "declared" in faults(desk.client.post(f"{BASE}add/", form(desk, fields=fields)))
    assert not PrintTemplate.objects.exists()


def test_what_cannot_be_printed_is_not_published(desk: SimpleNamespace) -> None:
    html = HTML + '<div style="height: 250mm">x</div>'
    told = faults(desk.client.post(f"{BASE}add/", form(desk, html=html, **{"action-publish": "publish"})))
    assert told == {"pages": ["It is printed on 2 pages and not on 1."]}
    css = CSS + "field[name=offer] { width: 8mm; height: 4mm }"
    told = faults(desk.client.post(f"{BASE}add/", form(desk, css=css, **{"action-publish": "publish"})))
    assert told == {"html": ["The example does not fit in the place of “offer”."]}
    assert not TemplateVersion.objects.exists()


def test_files_are_added_and_removed(desk: SimpleNamespace) -> None:
    html = HTML + '<img src="van.png" alt="">'
    added = form(desk, html=html, add_files=[upload(picture(), "van.png"), upload(picture(9, 9), "b.png")])
    assert desk.client.post(f"{BASE}add/", added).status_code == 302
    found = PrintTemplate.objects.get().get_latest_revision_as_object()
    assert found.files.keys() == {"van.png", "b.png"}
    assert storage.exists(name=stored_name(found.files["van.png"]["sha256"]))
    address = f"{BASE}edit/{found.pk}/"
    told = faults(desk.client.post(address, form(desk, html=html, drop_files=["van.png"])))
    assert "van.png" in told["html"][0]
    assert desk.client.post(address, form(desk, html=html, drop_files=["b.png"])).status_code == 302
    assert PrintTemplate.objects.get().get_latest_revision_as_object().files.keys() == {"van.png"}
    bad = form(desk, add_files=[upload(b"<script>", "x.svg")])
    assert "add_files" in faults(desk.client.post(f"{BASE}add/", bad))


def test_a_package_fills_the_editor(desk: SimpleNamespace) -> None:
    zipped = package({**GOOD, "index.html": (HTML + '<img src="van.png" alt="">').encode(), "van.png": picture()})
    sent = form(desk, fields=[], html="", css="", package=upload(zipped, "flyer.zip"))
    assert desk.client.post(f"{BASE}add/", {**sent, "action-publish": "publish"}).status_code == 302
    found = PrintTemplate.objects.get()
    assert [row["name"] for row in found.declared_rows()] == ["dealer", "offer", "price", "code"]
    assert found.current.files.keys() == {"van.png"}
    assert desk.client.get(f"{BASE}edit/{found.pk}/").status_code == 200
    for wrong in (b"no zip", package({**GOOD, "fields.json": json.dumps([{"kind": "x"}]).encode()})):
        told = faults(desk.client.post(f"{BASE}add/", form(desk, package=upload(wrong, "x.zip"))))
        assert told.keys() & {"add_files", "declared"}


@pytest.mark.parametrize("mode", ["", "longest", "chinese"])
def test_the_preview_shows_each_page(desk: SimpleNamespace, mode: str) -> None:
    found = template(department=desk.department, pages=2, html=HTML + '<p style="break-before: page">2</p>')
    address = f"{BASE}preview/{found.pk}/"
    sent = form(desk, pages=2, html=found.html)
    assert desk.client.post(address, sent).json()["is_valid"]
    page = desk.client.get(address, {"mode": mode}).content.decode()
    assert page.count("data:image/webp;base64,") == 2
    assert ("Too long for its place: offer" in page) == (mode == "longest")


def test_the_list_counts_prints(desk: SimpleNamespace) -> None:
    template(department=desk.department, title="Counted")
    assert "Counted" in desk.client.get(BASE).content.decode()
    assert "Counted" in desk.client.get(BASE, {"q": "count"}).content.decode()
