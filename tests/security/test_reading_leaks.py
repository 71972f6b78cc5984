"""Every way to read: what is not for a person looks exactly like what is not there.

Each address of the reader and of delivery is asked for by somebody who may not, for every reason there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from pytest_django import Settings

from content.delivery import urls as delivery_urls
from content.library import api as library
from content.library.models import Edition, EditionSource, Manual
from content.reader import images
from content.reader import urls as reader_urls
from portal.core.models import Event
from portal.network.models import Brand, User
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "SECRET-TORQUE-4711"
NOW = timezone.now

EDITION_PATHS = {
    "edition_page": "/manuals/{m}/e/{e}/p/1?q=torque",
    "image": "/manuals/{m}/e/{e}/p/1/image",
    "thumbnail": "/manuals/{m}/e/{e}/p/1/thumb",
    "cover": "/manuals/{m}/cover?e={e}",
    "contents": "/manuals/{m}/e/{e}/contents",
    "go": "/manuals/{m}/e/{e}/go?to=1",
    "find": "/manuals/{m}/e/{e}/find?q=torque",
    "print": "/manuals/{m}/e/{e}/print?from=1&to=1",
    "in_force": "/manuals/{m}/e/{e}/p/1/in-force",
    "download": "/files/e/{e}/download",
    "source": "/files/e/{e}/source",
}
MANUAL_PATHS = {"manual": "/manuals/{m}/", "page": "/manuals/{m}/p/1?q=torque", "cover_in_force": "/manuals/{m}/cover"}
POSTED = {"bookmark": "/manuals/{m}/e/{e}/p/1/bookmark"}
LISTS = {"list", "bookmarks"}


def edition_of(manual: Manual, **fields: object) -> Edition:
    fields.setdefault("outline", [[1, SECRET, 1]])
    edition = factories.edition(manual, pages=[f"{SECRET} torque"], **fields)
    EditionSource.objects.create(edition=edition, file_name=SECRET, size=1, extension="docx", content_type="x/y")
    return edition


def of_another_brand() -> Edition:
    return edition_of(factories.manual(title=SECRET, brands=[Brand.objects.get(code="south")]))


def not_yet_effective() -> Edition:
    return edition_of(factories.manual(title=SECRET, effective_from=NOW() + timedelta(hours=1)))


def expired() -> Edition:
    return edition_of(factories.manual(title=SECRET, expires_at=NOW() - timedelta(seconds=5)))


def unpublished() -> Edition:
    return edition_of(factories.manual(title=SECRET, live=False))


def withdrawn() -> Edition:
    edition = edition_of(factories.manual(title=SECRET))
    library.withdraw(edition_id=edition.pk, actor=None)
    return edition


def failed() -> Edition:
    return edition_of(factories.manual(title=SECRET), state=Edition.State.FAILED)


def being_read() -> Edition:
    return edition_of(factories.manual(title=SECRET), state=Edition.State.EXTRACTING)


def edition_to_come() -> Edition:
    return edition_of(factories.manual(title=SECRET), effective_from=NOW() + timedelta(hours=1))


HIDDEN: list[Callable[[], Edition]] = [
    of_another_brand,
    not_yet_effective,
    expired,
    unpublished,
    withdrawn,
    failed,
    being_read,
    edition_to_come,
]


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: object) -> list[int]:
    """A stand-in for the sandbox, and a store of this test: an image drawn for nobody is a leak too."""
    settings.S3_BUCKET = ""
    settings.FILES_DIR = f"{tmp_path}/files"
    settings.SCRATCH_DIR = f"{tmp_path}/scratch"
    cache.clear()
    drawn: list[int] = []

    def render(*, file_name: str, number: int, width: int) -> bytes:
        drawn.append(number)
        return SECRET.encode()

    monkeypatch.setattr(images, "render", render)
    return drawn


def ask(client: Client, name: str, path: str, edition: Edition, **other: int) -> tuple[int, bytes]:
    address = path.format(**{"m": edition.manual_id, "e": edition.pk, **other})
    response = client.post(address) if name in POSTED else client.get(address)
    return response.status_code, b"".join(response)


def without_the_address(body: bytes) -> str:
    """A refusal with what differs by chance taken out: the address asked for, tokens, nonces."""
    text = re.sub(r"/(?:manuals|files)/[^\s\"'<&]*", "", body.decode())
    text = re.sub(r"(csrf\w*\W{1,40}?(?:value|content)?\W{0,4}|X-CSRFToken\W+)[A-Za-z0-9]{32,64}", r"\1", text)
    return re.sub(r'nonce="[^"]*"', "", text)


ALL = {**EDITION_PATHS, **MANUAL_PATHS, **POSTED}


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda one: one.__name__)
def test_what_is_hidden_looks_like_what_is_not_there(
    technician: User, outsider: User, hide: Callable[[], Edition], drawn: list[int]
) -> None:
    client = Client()
    client.force_login(technician)
    edition = hide()
    for name, path in ALL.items():
        status, body = ask(client, name, path, edition)
        nowhere_status, nowhere = ask(client, name, path, edition, m=987654, e=987654)
        assert status == nowhere_status == 404, name
        assert SECRET.encode() not in body, name
        assert without_the_address(body) == without_the_address(nowhere), name
    assert drawn == []
    assert not Event.objects.filter(verb__in=["edition.downloaded", "edition.printed"]).exists()
    assert SECRET.encode() not in client.get("/manuals/").content


@pytest.mark.parametrize("hide", [not_yet_effective, expired, unpublished, withdrawn, failed, edition_to_come])
def test_dates_and_drafts_bind_the_maker_too(oem_user: User, hide: Callable[[], Edition]) -> None:
    client = Client()
    client.force_login(oem_user)
    edition = hide()
    assert {name: ask(client, name, path, edition)[0] for name, path in ALL.items()} == dict.fromkeys(ALL, 404)


def test_nobody_signed_in_is_sent_to_sign_in(drawn: list[int]) -> None:
    edition = edition_of(factories.manual())
    for name, path in {**ALL, "list": "/manuals/", "bookmarks": "/manuals/bookmarks/"}.items():
        address = path.format(m=edition.manual_id, e=edition.pk)
        response = Client().post(address) if name in POSTED else Client().get(address)
        assert response.status_code == 302, name
        assert response["Location"].startswith("/account/login/"), name
    assert drawn == []


def test_a_person_without_a_dealership_sees_nothing(db: None) -> None:
    client = Client()
    client.force_login(factories.UserFactory())
    edition = edition_of(factories.manual())
    assert {name: ask(client, name, path, edition)[0] for name, path in ALL.items()} == dict.fromkeys(ALL, 404)


def test_an_edition_is_not_read_through_another_manual(technician: User, outsider: User, drawn: list[int]) -> None:
    client = Client()
    client.force_login(technician)
    mine = edition_of(factories.manual())
    theirs = of_another_brand()
    for name, path in {**EDITION_PATHS, **POSTED}.items():
        if "{m}" in path:
            status, body = ask(client, name, path, theirs, m=mine.manual_id)
            assert status == 404, name
            assert SECRET.encode() not in body, name
    assert drawn == []


def test_a_page_beyond_the_edition(technician: User, drawn: list[int]) -> None:
    client = Client()
    client.force_login(technician)
    edition = edition_of(factories.manual())
    for number in ("0", "2", "99999999999999999999"):
        for path in ("p/{n}", "p/{n}/image", "p/{n}/thumb", "p/{n}/in-force"):
            address = f"/manuals/{edition.manual_id}/e/{edition.pk}/{path.format(n=number)}"
            assert client.get(address).status_code == 404, address
    assert drawn == []


def test_the_browsers_copy_is_not_confirmed_to_others(technician: User, outsider: User) -> None:
    edition = of_another_brand()
    theirs, mine = Client(), Client()
    theirs.force_login(outsider)
    mine.force_login(technician)
    for path in (EDITION_PATHS["image"], EDITION_PATHS["contents"]):
        address = path.format(m=edition.manual_id, e=edition.pk)
        etag = theirs.get(address)["ETag"]
        assert theirs.get(address, headers={"If-None-Match": etag}).status_code == 304
        assert mine.get(address, headers={"If-None-Match": etag}).status_code == 404
    address = EDITION_PATHS["download"].format(e=edition.pk)
    headers = {"If-None-Match": f'"{edition.sha256}"'}
    assert mine.get(address, headers=headers).status_code == 404


def test_a_kept_image_is_still_behind_the_gate(technician: User, outsider: User) -> None:
    edition = of_another_brand()
    theirs, mine = Client(), Client()
    theirs.force_login(outsider)
    mine.force_login(technician)
    address = EDITION_PATHS["image"].format(m=edition.manual_id, e=edition.pk)
    assert theirs.get(address).content == SECRET.encode()
    assert mine.get(address).status_code == 404
    Manual.objects.filter(pk=edition.manual_id).update(expires_at=NOW() - timedelta(seconds=5))
    assert theirs.get(address).status_code == 404


def test_huge_ids_are_simply_not_there(technician: User) -> None:
    client = Client()
    client.force_login(technician)
    edition = edition_of(factories.manual())
    for name, path in ALL.items():
        assert ask(client, name, path, edition, m=10**30, e=10**30)[0] == 404, name
        assert ask(client, name, path, edition, e=2**63)[0] in (404,) or name in MANUAL_PATHS, name


def test_every_address_of_the_two_rooms_is_among_those_tested() -> None:
    patterns = [*reader_urls.urlpatterns, *delivery_urls.urlpatterns]
    names = {pattern.name for pattern in patterns if isinstance(pattern, URLPattern)}
    assert names - LISTS <= set(ALL), "a new address needs its leak test"
