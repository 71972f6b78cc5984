"""The text of a bulletin and its files: what is not for a person looks exactly like what is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from pytest_django import Settings

from content.bulletins import urls
from content.bulletins.models import Bulletin, Issue
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.models import Brand, User
from search.engines.base import SearchEngine
from tests import factories
from tests.content.bulletins import builders
from tests.search.conftest import Publish, index, publish

__all__ = ["index", "publish"]
pytestmark = pytest.mark.django_db
SECRET = "SECRET-PRICE-4711"
NOW = timezone.now

PATHS = {
    "bulletin": "/bulletins/{m}/",
    "edition": "/bulletins/{m}/e/{e}/",
    "file": "/bulletins/{m}/e/{e}/files/0",
    "attachment": "/bulletins/{m}/e/{e}/files/1",
    "film": "/bulletins/{m}/e/{e}/files/2",
    "captions": "/bulletins/{m}/e/{e}/files/3",
}


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: Path) -> None:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = f"{tmp_path}/files"


def issued(page: Bulletin, **fields: Any) -> Edition:
    """An edition of the page with its text, as the printing would have left it."""
    edition = factories.edition(page, pages=[SECRET], **fields)
    department = page.department
    files = [
        builders.picture(department),
        builders.attachment(department, data=SECRET.encode()),
        builders.film(department),
        builders.captions(department, text=SECRET),
    ]
    names = ("kind", "name", "title", "sha256", "content_type", "size", "width", "height")
    document = {
        "title": page.title,
        "category": page.category,
        "document_number": page.document_number,
        "language": "en",
        "description": "",
        "department": department.name,
        "applies_to": [],
        "body": [
            {"type": "text", "heading": "", "text": f"<p>{SECRET}</p>"},
            {"type": "picture", "alt": "A plug", "caption": "", "file": 0},
            {"type": "attachments", "heading": "", "files": [1]},
            {"type": "film", "file": 2, "captions": 3, "caption": SECRET},
        ],
        "files": [{name: getattr(file, name) for name in names} for file in files],
    }
    Issue.objects.create(
        bulletin=page,
        label=edition.label,
        effective_from=edition.effective_from,
        document=document,
        digest="0" * 64,
        state="issued",
        edition=edition,
    )
    return edition


def of(**fields: Any) -> Bulletin:
    return builders.bulletin(**{"title": SECRET, "live": True, **fields})


def of_another_brand() -> Edition:
    return issued(of(brands=[Brand.objects.get(code="south")]))


def not_yet_effective() -> Edition:
    return issued(of(effective_from=NOW() + timedelta(hours=1)))


def expired() -> Edition:
    return issued(of(expires_at=NOW() - timedelta(seconds=5)))


def unpublished() -> Edition:
    return issued(of(live=False))


def withdrawn() -> Edition:
    edition = issued(of())
    library.withdraw(edition_id=edition.pk, actor=None)
    return edition


def being_read() -> Edition:
    return issued(of(), state=Edition.State.EXTRACTING)


def edition_to_come() -> Edition:
    return issued(of(), effective_from=NOW() + timedelta(hours=1))


def a_manual() -> Edition:
    """Not a bulletin, though the person may read it."""
    return factories.edition(factories.manual(), pages=["x"])


HIDDEN = [of_another_brand, not_yet_effective, expired, unpublished, withdrawn, being_read, edition_to_come, a_manual]


@pytest.fixture
def department(db: None) -> None:
    factories.section()


def statuses(client: Client, edition: Edition, **other: int) -> dict[str, int]:
    asked = {"m": edition.manual_id, "e": edition.pk, **other}
    return {name: client.get(path.format(**asked)).status_code for name, path in PATHS.items()}


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda one: one.__name__)
def test_what_is_hidden_is_not_there(
    department: None, technician_client: Client, outsider: User, hide: Callable[[], Edition]
) -> None:
    edition = hide()
    assert statuses(technician_client, edition) == dict.fromkeys(PATHS, 404)
    assert SECRET not in technician_client.get("/bulletins/").content.decode()
    assert SECRET not in technician_client.get("/").content.decode()


def test_exactly_what_is_for_a_person_is_listed(
    department: None, technician_client: Client, technician: User, outsider: User
) -> None:
    mine = of(title="Mine", brands=[Brand.objects.get(code="north")])
    everybodys = of(title="Everybody's", category="recall")
    issued(mine)
    issued(everybodys)
    of_another_brand()
    factories.edition(factories.manual(title="A manual"), pages=["x"])
    for address in ("/bulletins/", "/"):
        page = technician_client.get(address)
        shown = page.context["page_obj"] if address == "/bulletins/" else page.context["bulletins"]
        assert {one.pk for one in shown} == {mine.pk, everybodys.pk}, address
    choices = technician_client.get("/bulletins/").context["choices"]["type"]
    assert [one.value for one in choices] == ["service_bulletin", "recall"]
    assert [one.title for one in technician_client.get("/manuals/").context["page_obj"]] == ["A manual"]
    assert statuses(technician_client, mine.editions.get()) == dict.fromkeys(PATHS, 200)


def test_files_go_by_their_own_bulletin_and_place(department: None, technician_client: Client, outsider: User) -> None:
    mine, theirs = issued(of()), of_another_brand()
    assert statuses(technician_client, theirs, m=mine.manual_id)["file"] == 404
    assert statuses(technician_client, mine, e=theirs.pk)["attachment"] == 404
    for place in ("4", "999999999999999999999"):
        address = f"/bulletins/{mine.manual_id}/e/{mine.pk}/files/{place}"
        assert technician_client.get(address).status_code == 404
    assert statuses(technician_client, mine, m=10**30, e=10**30) == dict.fromkeys(PATHS, 404)
    etag = technician_client.get(PATHS["file"].format(m=mine.manual_id, e=mine.pk))["ETag"]
    hidden = PATHS["file"].format(m=theirs.manual_id, e=theirs.pk)
    assert technician_client.get(hidden, headers={"If-None-Match": etag}).status_code == 404


def test_attachments_are_not_handed_out_where_the_file_is_not(department: None, technician_client: Client) -> None:
    edition = issued(of(allow_download=False))
    assert statuses(technician_client, edition) == {**dict.fromkeys(PATHS, 200), "attachment": 403}
    page = technician_client.get(PATHS["bulletin"].format(m=edition.manual_id)).content.decode()
    assert "/files/1" not in page
    assert "/files/0" in page


def test_nobody_signed_in_is_sent_to_sign_in(department: None) -> None:
    edition = issued(of())
    assert statuses(Client(), edition) == dict.fromkeys(PATHS, 302)
    assert Client().get("/bulletins/")["Location"].startswith("/account/login/")


def test_the_cms_gives_files_to_their_departments_authors_alone(department: None, technician_client: Client) -> None:
    page = of()
    file = builders.picture(page.department)
    ours, others = factories.oem_person(username="ours"), factories.oem_person(username="others")
    ours.groups.add(page.department.authors)
    others.groups.add(factories.DepartmentFactory().authors)
    found = {}
    for person in (ours, others):
        client = Client()
        client.force_login(person)
        found[person.username] = client.get(f"/cms/bulletins/files/{file.pk}/").status_code
        chosen = client.get(f"/cms/bulletin_picture_chooser/chosen/{file.pk}/").status_code
        assert (chosen == 200) == (person == ours)
        listed = client.get("/cms/bulletin_picture_chooser/results/").content.decode()
        assert ("red" in listed) == (person == ours)
    assert found == {"ours": 200, "others": 404}
    assert technician_client.get(f"/cms/bulletins/files/{file.pk}/").status_code in (302, 403)


def test_a_price_notice_for_managers_is_found_by_them_alone(
    department: None, publish: Publish, index: SearchEngine, technician: User, technician_client: Client
) -> None:
    role = factories.JobRoleFactory(code="dealer-manager")
    dealer = technician.memberships.get().dealer
    manager = Client()
    manager.force_login(factories.person(username="manager", dealer=dealer, roles=[role]))
    page = of(category="price_notice", roles=[role], document_number="ZEPHYR-9")
    publish(page, pages=["Zephyrus part 90915-10003 costs 64."])
    index.refresh()
    for words in ("zephyrus", "90915-10003", "ZEPHYR-9", ""):
        nothing = technician_client.get("/api/v1/search", {"q": words, "type": "price_notice"}).json()
        assert (nothing["total"], nothing["hits"]) == (0, []), words
        everything = technician_client.get("/api/v1/search", {"q": words}).json()
        assert "price_notice" not in [value["value"] for value in everything["facets"]["type"]]
        found = manager.get("/api/v1/search", {"q": words, "type": "price_notice"}).json()
        assert [hit["id"] for hit in found["hits"]] == [page.pk], words
    assert "zephyrus" not in technician_client.get("/search/suggest", {"q": "zeph"}).content.decode().lower()
    shown = manager.get("/search/", {"q": "zephyrus"}).content.decode()
    assert "Price notice" in shown
    assert f'href="/bulletins/{page.pk}/"' in shown
    assert Manual.objects.filter(pk=page.pk, category="price_notice").exists()


def test_every_address_of_the_room_is_among_those_tested() -> None:
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert names - {"list"} <= set(PATHS), "a new address needs its leak test"
