"""From a fault code to the right page, in both languages, on a desk and on a phone; and what others do not see."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.library.models import Manual
from portal.network.models import User
from tests import factories, pdf_factory
from tests.journeys.conftest import SignIn, issue, serious

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
PAGES = [
    "Falcon\nworkshop manual",
    "P0420 catalyst efficiency\nCheck the oxygen sensor.",
    "更换刹车片\n拧紧力矩 30 N·m",
    "End",
]
WORDS = {"en": ("P0420", "Search"), "zh-hans": ("刹车片", "搜索")}


def fits(page: Page) -> bool:
    """Nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_a_technician_finds_and_reads(
    sign_in: SignIn, manual: Manual, people: tuple[User, User], tmp_path: Path, language: str, width: int
) -> None:
    issue(manual, tmp_path, PAGES, label="1", days_ago=3)
    page = sign_in(people[0], width=width, language=language, by_form=True)
    words, button = WORDS[language]
    assert fits(page)
    assert serious(page) == []
    field = page.locator("input[name=q]:visible").first
    field.fill(words)
    field.press("Enter")
    expect(page.locator(".hit-snippet mark").first).to_have_text(words)
    expect(page.locator(".site-search button[type=submit]")).to_have_text(button)
    assert fits(page)
    assert serious(page) == []
    page.locator(".hit-page").first.click()
    page.wait_for_load_state("networkidle")
    number = 2 if language == "en" else 3
    assert f"/manuals/{manual.pk}/p/{number}" in page.url
    page.wait_for_function("[...document.images].some(i => i.src.includes('/image') && i.naturalWidth > 300)")
    assert page.locator(".reader-mark").count() > 0
    assert fits(page)
    assert serious(page) == []
    page.locator("body").press("ArrowRight")
    page.wait_for_url(f"**/p/{number + 1}*")


def test_a_second_dealer_cannot_see(
    sign_in: SignIn, manual: Manual, people: tuple[User, User], tmp_path: Path, live_server: object
) -> None:
    edition = issue(manual, tmp_path, PAGES, label="1", days_ago=3)
    page = sign_in(people[1])
    page.goto(f"{live_server}/search/?q=P0420")
    assert "Falcon" not in page.content()
    below = f"/manuals/{manual.pk}/e/{edition.pk}/p/2"
    for address in (f"/manuals/{manual.pk}/", f"/manuals/{manual.pk}/p/2", below, f"{below}/image", f"{below}/thumb",
                    f"/manuals/{manual.pk}/cover", f"/files/e/{edition.pk}/download"):  # fmt: skip
        assert page.request.get(f"{live_server}{address}").status == 404, address
    answer = page.request.get(f"{live_server}/cms/")
    assert answer.status == 403 or "/cms/" not in answer.url


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_author_uploads_and_the_new_edition_supersedes(
    sign_in: SignIn, manual: Manual, people: tuple[User, User], tmp_path: Path, live_server: object, language: str
) -> None:
    old = issue(manual, tmp_path, PAGES, label="1", days_ago=3)
    author = factories.UserFactory(username="author")
    author.groups.add(manual.department.authors)
    page = sign_in(author, language=language)
    page.goto(f"{live_server}/cms/editions/of/{manual.pk}/")
    path = tmp_path / "new.pdf"
    path.write_bytes(pdf_factory.make_pdf([text.replace("P0420", "P0421") for text in PAGES]))
    page.set_input_files("input[type=file]", str(path))
    page.fill("input[name=label]", "2")
    page.locator("form[data-edition-upload] button[type=submit], form[enctype] button[type=submit]").first.click()
    expect(page.locator("#editions-table tbody tr")).to_have_count(2, timeout=60_000)
    reader = sign_in(people[0], language=language)
    reader.goto(f"{live_server}/search/?q=P0421")
    expect(reader.locator(".hit-snippet mark").first).to_have_text("P0421")
    reader.goto(f"{live_server}/search/?q=P0420")
    assert reader.locator(".hit-snippet mark", has_text="P0420").count() == 0
    reader.goto(f"{live_server}/manuals/{manual.pk}/e/{old.pk}/p/2")
    banner = reader.locator(".reader-banner").first
    expect(banner).to_be_visible()
    banner.locator("a").first.click()
    reader.wait_for_load_state("networkidle")
    assert f"/e/{old.pk}/" not in reader.url


def test_the_keyboard_reaches_search_and_content(
    sign_in: SignIn, manual: Manual, people: tuple[User, User], tmp_path: Path
) -> None:
    issue(manual, tmp_path, PAGES, label="1", days_ago=3)
    page = sign_in(people[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("falc", delay=40)
    option = page.locator("[role=option]").first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
