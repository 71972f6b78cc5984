"""A salesperson shows a kit on the showroom's tablet, gives some of it to a customer, and takes it back. The customer
has no account."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from content.marketing.kits.models import SalesKit, ShareLink
from portal.network.departments import create_department
from portal.network.models import User
from tests.content.marketing.kits import builders as b
from tests.journeys.conftest import SignIn, serious
from tests.journeys.training_pages import fine, press, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture
def kit(people: tuple[User, User], settings: Settings, live_server: object) -> SalesKit:
    """Two pictures, a comparison with an internal row, and what dealers alone read."""
    settings.BASE_URL = str(live_server)
    department = create_department(code="marketing", name="Marketing")
    b.profile(people[0].memberships.get().dealer, name="North Motors", name_zh="北方汽车", phone="+49 30 12345")
    pictures = [b.asset(title, department=department) for title in ("Front view", "Load space")]
    for one in pictures:
        one.kind, one.allow_original = "print", True
        one.save()
    return b.kit(
        b.section(b.assets(*pictures), heading="Show the van"),
        b.section(b.table(), heading="Compare"),
        b.section(b.points("Never below list."), heading="For us", dealers_only=True),
        department=department,
        title="Lodan kit",
        cover=pictures[0],
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_shown_in_the_showroom_given_to_a_customer_and_taken_back(
    sign_in: SignIn, chromium: Browser, live_server: object, people: tuple[User, User], kit: SalesKit, language: str
) -> None:
    page = sign_in(people[0], width=1024, language=language)
    page.goto(f"{live_server}/marketing/")
    fine(page)
    page.locator(".kit-card").click()
    expect(page.locator("h1")).to_have_text("Lodan kit")
    expect(page.locator(".kit-point")).to_have_count(1)
    fine(page)
    _present(page, live_server, kit, language)

    page.locator(f"a[href='/marketing/kits/{kit.pk}/share/']").click()
    page.locator(".share-thing", has_text="Load space").locator("input").uncheck()
    page.fill("#id_pin", "2604")
    fine(page)
    press(page, language, "Make the link")
    address = page.locator("#share-url").input_value()
    fine(page)

    customer = chromium.new_context(viewport={"width": 390, "height": 780}, locale="en").new_page()
    customer.goto(address)
    assert serious(customer) == []
    expect(customer.locator("body")).not_to_contain_text("Front view")
    expect(customer.locator(".share-logo")).to_have_count(0)
    customer.fill("#pin", "2604")
    customer.keyboard.press("Enter")
    expect(customer.locator("h1")).to_have_text("Lodan kit")
    expect(customer.locator("html")).to_have_attribute("lang", language)
    expect(customer.locator("body")).not_to_contain_text("Load space")
    expect(customer.locator("body")).not_to_contain_text("Never below list")
    expect(customer.locator(".kit-table tbody tr")).to_have_count(1)
    expect(customer.locator(".share-dealer")).to_contain_text("北方汽车" if language == "zh-hans" else "North Motors")
    logo = customer.locator(".share-logo")
    assert logo.evaluate("picture => picture.complete && picture.naturalWidth") == 64
    expect(customer.locator("a[href='tel:+493012345']")).to_be_visible()
    logo_at = f"{address}logo/"
    assert customer.request.get(logo_at).status == 200
    fine(customer)
    with customer.expect_download() as download:
        customer.locator(".share-take a").click()
    assert download.value.suggested_filename == "Front-view.pdf"

    page.reload()
    expect(page.locator("#share-url")).to_have_count(0)
    link = ShareLink.objects.get()
    assert (link.opens, link.downloads) == (0, 0)  # A headless browser says that it is one.
    press(page, language, "Take the link back")
    expect(page.locator(".messages, .alert").first).to_contain_text(word(language, "The link leads nowhere any more."))
    fine(page)
    customer.reload()
    expect(customer.locator("body")).not_to_contain_text("Front view")
    assert customer.goto(address).status == 404  # type: ignore[union-attr]
    assert customer.request.get(logo_at).status == 404
    customer.context.close()


def _present(page: Page, live_server: object, kit: SalesKit, language: str) -> None:
    """All slides by keys, finger and button, without a network; nothing leads out but a long press and Esc."""
    page.locator(f"a[href='/marketing/kits/{kit.pk}/present/']").click()
    expect(page.locator("body[data-ready]")).to_be_attached()
    place = page.locator("[data-place]")
    expect(place).to_have_text("1 / 4")
    expect(page.locator("a")).to_have_count(0)
    assert serious(page) == []
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("2 / 4")
    shown = page.locator(".slide:visible img")
    assert shown.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    page.mouse.move(800, 400)
    page.mouse.down()
    page.mouse.move(300, 410, steps=4)
    page.mouse.up()
    expect(place).to_have_text("3 / 4")
    page.locator("[data-turn='1']").click()
    expect(page.locator(".slide:visible tbody tr")).to_have_count(1)
    expect(page.locator("[data-turn='1']")).to_be_disabled()
    page.evaluate("history.back()")
    expect(place).to_have_text("3 / 4")
    expect(page).to_have_url(f"{live_server}/marketing/kits/{kit.pk}/present/")
    page.locator("[data-leave-button]").click()
    page.context.set_offline(False)
    expect(page).to_have_url(f"{live_server}/marketing/kits/{kit.pk}/present/")
    page.locator("[data-leave-button]").click(delay=1500)
    expect(page).to_have_url(f"{live_server}/marketing/kits/{kit.pk}/")
    page.goto(f"{live_server}/marketing/kits/{kit.pk}/present/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{live_server}/marketing/kits/{kit.pk}/")


def test_a_collection_on_a_phone(
    sign_in: SignIn, live_server: object, people: tuple[User, User], kit: SalesKit
) -> None:
    page = sign_in(people[0], width=390)
    page.goto(f"{live_server}/marketing/kits/{kit.pk}/")
    fine(page)
    page.get_by_role("link", name="Add to a collection").first.click()
    page.fill("#id_title", "Saturday")
    fine(page)
    press(page, "en", "Begin it and add")
    expect(page.locator("h1")).to_have_text("Saturday")
    expect(page.locator(".light-thing")).to_have_count(1)
    fine(page)
    page.fill(".light-thing input[type=text], .light-thing input:not([type=hidden])", "For the screen")
    page.locator("main").get_by_role("button", name="Keep the notes", exact=True).last.click()
    expect(page.locator(".light-thing input:not([type=hidden])")).to_have_value("For the screen")
