"""Marketing uploads a folder, says what it is and releases it; a salesperson takes a picture of it for e-mail."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from content.marketing.assets.models import Asset, Channel, Keyword
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.marketing.assets import files
from tests.journeys.conftest import SignIn, serious

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def author(portal: None) -> User:
    user = factories.UserFactory(username="marketing")
    user.groups.add(create_department(code="marketing", name="Marketing").authors)
    Keyword.objects.create(code="exterior", name="Exterior", name_zh="外观")
    Keyword.objects.create(code="launch", name="Launch", name_zh="上市")
    Channel.objects.create(
        code="email", name="E-mail", name_zh="电子邮件", kind="picture", format="jpeg", width=800, height=800
    )
    return user


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "Spring" / "Exterior"
    root.mkdir(parents=True)
    (root / "falcon-dawn.jpg").write_bytes(files.jpeg(width=1000, height=750, seed=2, gps=True))
    (root / "falcon-night.png").write_bytes(files.picture("PNG", seed=3))
    (root / "trojan.jpg").write_bytes(b"MZ" + b"\0" * 99)
    return tmp_path / "Spring"


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh-hans")])
def test_from_a_folder_to_a_mail(
    sign_in: SignIn,
    author: User,
    people: tuple[User, User],
    folder: Path,
    live_server: object,
    width: int,
    language: str,
) -> None:
    page = sign_in(author, width=width, language=language)
    page.goto(f"{live_server}/cms/assets/upload/")
    page.locator("#asset-folder").set_input_files(folder)
    rows = page.locator(".media-row")
    expect(rows).to_have_count(3)
    assert serious(page) == []
    page.locator("form[data-asset-upload] button[type=submit]").click()
    expect(page.locator(".media-row [data-said] a")).to_have_count(2)
    expect(page.locator(".media-row.is-wrong")).to_have_count(1)
    expect(page.locator(".media-row [data-picture] img")).to_have_count(2)
    _shot(page, f"assets-upload-{language}")

    page.locator("[data-after]").click()
    cards = page.locator(".media-card")
    expect(cards).to_have_count(2)
    assert serious(page) == []
    assert _fits(page)
    _shot(page, f"assets-list-{language}")
    page.locator("[data-choose-page]").check()
    page.locator(".media-bar button").click()
    page.locator("[name=release]").select_option("yes")
    page.locator("[name=keywords]").select_option(str(Keyword.objects.get(code="launch").pk))
    assert serious(page) == []
    page.locator("form button.button[type=submit], form > button.button").last.click()
    expect(page.locator(".messages")).to_be_visible()
    assert Asset.objects.filter(live=True, keywords__code="launch", collection="Spring / Exterior").count() == 2

    seller = sign_in(people[0], width=width, language=language)
    seller.goto(f"{live_server}/marketing/assets/?q=dawn")
    tiles = seller.locator(".asset-tile")
    expect(tiles).to_have_count(1)
    assert serious(seller) == []
    assert _fits(seller)
    _shot(seller, f"assets-shelf-{language}")
    tiles.first.focus()
    seller.keyboard.press("Enter")
    expect(seller.locator(".asset-stage img")).to_be_visible()
    assert serious(seller) == []
    assert _fits(seller)
    seller.locator(".asset-offers button").click()
    link = seller.locator(".asset-offers a.btn")
    expect(link).to_be_visible()
    _shot(seller, f"assets-one-{language}")
    with seller.expect_download() as taken:
        link.click()
    data = Path(taken.value.path()).read_bytes()
    picture = Image.open(BytesIO(data))
    assert (picture.format, max(picture.size)) == ("JPEG", 800)
    assert picture.getexif().get_ifd(0x8825) == {}
    assert taken.value.suggested_filename == "falcon-dawn_email.jpg"


def _fits(page: Page) -> bool:
    """Whether nothing sticks out of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
