"""A technician marks a wrong torque on a page; its author answers, and closes it by the edition that fixes it; the
technician is told; the department looks at whom the manual has reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.feedback import fixing
from content.feedback.models import Report
from content.insight import summing
from content.library.models import Manual
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.marketing.kits import builders as kits
from tests.journeys.conftest import SignIn, issue, serious
from tests.journeys.training_pages import fine, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
PAGES = ["Falcon\nworkshop manual", "Cylinder head\nTighten the bolt to 25 N·m", "更换刹车片", "End"]


@pytest.fixture
def author(manual: Manual) -> User:
    user = factories.UserFactory(username="author", first_name="Ann", last_name="Author")
    user.groups.add(manual.department.authors)
    return user


def drawn(page: Page) -> None:
    """Draw around the middle of the page's image."""
    figure = page.locator("[data-marking]")
    page.wait_for_function("document.querySelector('[data-marking] img').naturalWidth > 300")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.05 * box["width"], box["y"] + 0.05 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.95 * box["width"], box["y"] + 0.4 * box["height"], steps=4)
    page.mouse.up()
    expect(page.locator("#clear-mark")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh-hans", 1280)])
def test_a_wrong_torque_is_fixed_by_an_edition(
    sign_in: SignIn,
    live_server: object,
    manual: Manual,
    people: tuple[User, User],
    author: User,
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    issue(manual, tmp_path, PAGES, label="1", days_ago=30)
    page = sign_in(people[0], width=width, language=language)
    page.goto(f"{live_server}/manuals/{manual.pk}/p/2")
    helped = page.locator(".feedback-door button")
    expect(helped).to_have_attribute("aria-pressed", "false")
    helped.click()
    expect(page.locator(".feedback-door button")).to_have_attribute("aria-pressed", "true")
    fine(page)
    page.locator(".feedback-door a").click()
    expect(page.locator("h1")).to_have_text(word(language, "What is wrong, unclear or missing?"))
    drawn(page)
    fine(page)
    page.locator("input[value=wrong]").check()
    page.locator("#id_text").fill("It has to be 35 N·m.")
    page.locator("main form .btn-primary").click()
    expect(page.locator(".remark blockquote")).to_contain_text("25")
    expect(page.locator(".marked-boxes rect")).to_have_count(1)
    fine(page)
    made = Report.objects.get()

    desk = sign_in(author)
    desk.goto(f"{live_server}/cms/feedback/")
    desk.locator("table.listing a").first.click()
    expect(desk.locator(".remark")).to_contain_text("35")
    assert serious(desk) == []
    desk.locator("#text").fill("You are right, thank you.")
    desk.get_by_role("button", name="Answer", exact=True).click()
    expect(desk.locator(".remark-answer")).to_contain_text("You are right")
    later = issue(manual, tmp_path, [*PAGES[:1], "Tighten the bolt to 35 N·m", *PAGES[2:]], label="2", days_ago=0)
    desk.goto(f"{live_server}/cms/feedback/fixes/{later.pk}/")
    desk.locator(f"#report-{made.pk}").check()
    assert serious(desk) == []
    desk.get_by_role("button", name="Close by this edition").click()
    expect(desk.locator("main")).to_contain_text("1 report is closed by this edition.")
    fixing.follow_editions()

    page.goto(f"{live_server}/notices/")
    page.locator(f"main a:has-text('{manual.title}')").first.click()
    expect(page.locator(".banner")).to_contain_text("2")
    fine(page)
    page.locator(".banner .btn-primary").click()
    page.wait_for_url(f"**/manuals/{manual.pk}/p/2")

    summing.follow()
    desk.goto(f"{live_server}/insight/")
    desk.locator("table th a", has_text=manual.title).first.click()
    expect(desk.locator("h1")).to_have_text(manual.title)
    expect(desk.locator("section[aria-labelledby=dealers] tbody tr")).to_have_count(1)
    fine(desk)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_a_salesperson_says_what_is_wrong_with_an_asset(
    sign_in: SignIn, live_server: object, people: tuple[User, User], language: str, width: int
) -> None:
    department = create_department(code="marketing", name="Marketing")
    asset = kits.asset("Spring poster", department=department)
    writer = factories.UserFactory(username="marketing", first_name="Mia", last_name="Market")
    writer.groups.add(department.authors)
    page = sign_in(people[0], width=width, language=language)
    page.goto(f"{live_server}/marketing/assets/{asset.pk}/")
    helped = page.locator(".feedback-door button")
    expect(helped).to_have_attribute("aria-pressed", "false")
    fine(page)
    helped.click()
    expect(page.locator(".feedback-door button")).to_have_attribute("aria-pressed", "true")
    page.locator(".feedback-door a").click()
    expect(page.locator("h1")).to_have_text(word(language, "What is wrong, unclear or missing?"))
    page.locator("input[value=wrong]").check()
    page.locator("#id_text").fill("The price is that of last year.")
    fine(page)
    page.locator("main form .btn-primary").click()
    expect(page.locator(".remark")).to_contain_text("last year")
    fine(page)

    desk = sign_in(writer)
    desk.goto(f"{live_server}/marketing/assets/{asset.pk}/")
    desk.locator(".feedback-waiting").click()
    desk.locator("table.listing a", has_text="Spring poster").click()
    expect(desk.locator(".remark")).to_contain_text("last year")
    assert serious(desk) == []
    desk.locator("#text").fill("A new one comes on Monday.")
    desk.get_by_role("button", name="Answer", exact=True).click()
    expect(desk.locator(".remark-answer")).to_contain_text("Monday")
    page.reload()
    expect(page.locator(".remark-answer")).to_contain_text("Monday")
    fine(page)
    page.locator("main section a").first.click()
    page.wait_for_url(f"**/marketing/assets/{asset.pk}/")
