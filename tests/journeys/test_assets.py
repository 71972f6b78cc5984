"""Marketing uploads a folder by the picker or by drag and drop, says what it is and releases it, alone or with a
campaign; a salesperson takes a picture of it for e-mail."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from content.marketing.assets.models import Asset, Channel, Keyword
from content.marketing.campaigns.models import Campaign
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.marketing.assets import files
from tests.content.marketing.campaigns import builders
from tests.journeys.conftest import SignIn, serious
from tests.journeys.test_campaign import publish

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


def test_a_dropped_folder_becomes_a_campaign(
    sign_in: SignIn, author: User, people: tuple[User, User], folder: Path, live_server: object
) -> None:
    """By drag and drop of the folder itself, as the file manager does it; what is in it appears with the campaign."""
    (folder / "Posters" / "A3").mkdir(parents=True)
    (folder / "Posters" / "A3" / "window.png").write_bytes(files.picture("PNG", seed=5))
    (folder / ".DS_Store").write_bytes(b"of the system")
    page = sign_in(author)
    page.goto(f"{live_server}/cms/assets/upload/")
    _drop(page, "[data-drop]", folder)
    rows = page.locator(".media-row")
    expect(rows).to_have_count(4)
    expect(rows.locator("[data-path]")).to_have_text(["Spring/Exterior"] * 3 + ["Spring/Posters/A3"])
    page.locator("form[data-asset-upload] button[type=submit]").click()
    expect(page.locator(".media-row [data-said] a")).to_have_count(3)
    expect(page.locator(".media-row.is-wrong")).to_contain_text("trojan.jpg")
    page.reload()
    _drop(page, "[data-drop]", folder)
    expect(page.locator(".media-row [data-said] a")).to_have_count(3)
    assert Asset.objects.count() == 3, "what was received before is not sent again"

    page.goto(f"{live_server}/cms/assets/?q=Spring")
    page.locator("[data-choose-page]").check()
    page.locator(".media-bar button").click()
    page.locator("[name=release]").select_option("yes")
    page.locator("form button.button[type=submit], form > button.button").last.click()
    expect(page.locator(".messages")).to_be_visible()
    dropped = list(Asset.objects.filter(live=True, collection__startswith="Spring").order_by("original_name"))
    assert [one.collection for one in dropped] == ["Spring / Exterior"] * 2 + ["Spring / Posters / A3"]

    now = timezone.now()
    items = [builders.asset_item(one) for one in dropped]
    begins, ends = now - builders.DAY, now + builders.DAY
    launch = builders.phase("Launch", begins, ends, items=items)
    draft = builders.draft(title="Spring is here", begins=begins, ends=ends, programme=[launch])
    draft.save_revision(user=author)
    seller = sign_in(people[0], width=390)
    seller.goto(f"{live_server}/marketing/assets/")
    expect(seller.locator(".asset-tile")).to_have_count(3)
    publish(page, live_server, draft)
    seller.goto(f"{live_server}/marketing/campaigns/{draft.pk}/")
    for one in dropped:
        expect(seller.locator("main").get_by_role("link", name=one.title).first).to_be_visible()
    assert _fits(seller)
    Campaign.objects.get(pk=draft.pk).unpublish()
    seller.goto(f"{live_server}/marketing/assets/")
    expect(seller.locator(".asset-tile")).to_have_count(0)


def _drop(page: Page, target: str, path: Path) -> None:
    """Drag a file or folder of this machine from outside the browser and let it fall on the target."""
    page.locator(target).scroll_into_view_if_needed()
    box = page.locator(target).bounding_box()
    assert box
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + 20,
                "y": box["y"] + 20,
                "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1},
            },
        )
    devtools.detach()


def _fits(page: Page) -> bool:
    """Whether nothing sticks out of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
