"""A technician types the VIN of the vehicle that stands there: what applies, what may and why, the missing fact
answered; the search keeps to it; and what applied on a past day."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from content.library.models import Manual
from portal.network.models import User
from tests import factories
from tests.content.vehicles.builders import fleet
from tests.journeys.conftest import SignIn, issue
from tests.journeys.training_pages import fine, press, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


def publication(title: str, folder: Path, **row: object) -> Manual:
    """In force for 30 days, for what `row` says."""
    manual = factories.manual(title=title, applicability=[row])
    issue(manual, folder, [f"{title}: brakes.", "Faults", "刹车片"], label=title, days_ago=30)
    return manual


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_a_vin_says_what_applies(
    sign_in: SignIn, live_server: object, people: tuple[User, User], tmp_path: Path, language: str, width: int
) -> None:
    technician = people[0]
    known = fleet(technician.memberships.get().dealer.brands.get())
    publication("Diesel", tmp_path, brand=known.brand, model=known.van, variant=known.diesel)
    publication("Petrol", tmp_path, brand=known.brand, model=known.van, variant=known.petrol)
    publication("Truck", tmp_path, brand=known.brand, model=known.truck)

    page = sign_in(technician, width=width, language=language)
    page.goto(f"{live_server}/vehicle/")
    fine(page)
    page.fill("#id_vin", f"{known.electric[:-1]}X")
    page.locator("section[aria-labelledby=by-vin] form").first.locator("button").click()
    expect(page.locator("#vin-error")).to_be_visible()
    fine(page)
    page.fill("#id_vin", f" {known.electric[:8].lower()}-{known.electric[8:]} ")
    page.locator("section[aria-labelledby=by-vin] form").first.locator("button").click()
    may_apply = page.locator("section[aria-labelledby=may-apply]")
    expect(may_apply.locator("li")).to_have_count(2)
    expect(page.locator("section[aria-labelledby=applies] li")).to_have_count(0)
    assert known.electric not in page.url
    fine(page)

    # The engine is what the VIN does not tell; the technician looks under the bonnet.
    facts = page.locator("section[aria-labelledby=facts]")
    facts.locator("select").first.select_option(label=known.diesel.name)
    facts.locator("button[type=submit]").click()
    expect(page.locator("section[aria-labelledby=applies] li")).to_contain_text(["Diesel"])
    expect(may_apply.locator("li")).to_have_count(0)
    fine(page)

    page.goto(f"{live_server}/search/?q=brakes")
    expect(page.locator("article.hit")).to_have_count(1)
    expect(page.locator(".vehicle-mark")).to_contain_text(word(language, "Applies to the vehicle at hand"))
    fine(page)
    page.locator(".did-you-mean a", has_text=word(language, "Show")).click()
    expect(page.locator("article.hit")).to_have_count(3)

    page.goto(f"{live_server}/manuals/as-of/?vehicle=1")
    press(page, language, "Show")
    expect(page.locator("main")).to_contain_text("Diesel")
    expect(page.locator("main")).not_to_contain_text("Petrol")
    fine(page)
    page.goto(f"{live_server}/vehicle/")
    page.locator(".page-head form button").click()
    expect(page.locator("#id_vin")).to_have_value("")
