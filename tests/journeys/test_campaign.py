"""Marketing publishes a campaign; at its instant a salesperson reads it and hands a task in with a photo from a phone;
the author accepts it with the keyboard; after its end it is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from content.marketing.campaigns.models import Campaign, DealerTask
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, block, phase, photo, task
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SLOW = 90_000


@pytest.fixture
def author(portal: None) -> User:
    return factories.oem_person(
        username="author", groups=[create_department(code="marketing", name="Marketing").authors]
    )


def publish(page: Page, server: object, campaign: Campaign) -> None:
    """By the editor's own button."""
    page.goto(f"{server}/cms/pages/{campaign.pk}/edit/", timeout=SLOW)
    page.locator("footer .w-dropdown__toggle, footer .w-dropdown button").first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url(lambda url: "/edit/" not in url, timeout=SLOW)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_campaign_from_its_first_to_its_last_instant(
    sign_in: SignIn, live_server: object, people: tuple[User, User], author: User, language: str
) -> None:
    dealer = people[0].memberships.get().dealer
    now = timezone.now().replace(second=0, microsecond=0)
    programme = [
        phase(
            "Launch",
            now + DAY,
            now + 3 * DAY,
            tasks=[task("Decorate the window", now + 2 * DAY, photos=1, instructions="From outside.")],
        )
    ]
    body = [block("text", heading="Why", text="<p>Because it is spring.</p>")]
    draft = builders.draft(
        title="Spring is here",
        begins=now + DAY,
        ends=now + 3 * DAY,
        programme=programme,
        body=body,
        brands=[dealer.brands.get()],
    )
    draft.save_revision(user=author)
    desk = sign_in(author, language=language)
    publish(desk, live_server, draft)
    assert Campaign.objects.get(pk=draft.pk).live
    assert DealerTask.objects.count() == 1
    desk.goto(f"{live_server}/cms/campaigns/{draft.pk}/plan/")
    expect(desk.locator("main")).to_contain_text("Decorate the window")

    phone = sign_in(people[0], width=390, language=language)
    phone.goto(f"{live_server}/marketing/campaigns/")
    fine(phone)
    expect(phone.locator("main")).not_to_contain_text("Spring is here")

    move(draft, -timedelta(days=1, minutes=1))
    phone.reload()
    phone.get_by_role("link", name="Spring is here").click()
    expect(phone.locator("h1")).to_have_text("Spring is here")
    fine(phone)
    phone.goto(f"{live_server}/marketing/campaigns/calendar/")
    expect(phone.locator(".bar-task")).to_contain_text("Decorate the window")
    fine(phone)
    phone.locator(".bar-task a").click()
    fine(phone)
    phone.set_input_files(
        "input[type=file]", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(640, 480))}
    )
    phone.locator(".campaign-add button").click()
    expect(phone.locator(".campaign-photos img")).to_have_count(1)
    phone.fill("#comment", "Done")
    phone.locator("form.fields button").click()
    expect(phone.locator("button[name=take_back]")).to_be_visible()
    fine(phone)

    desk.goto(f"{live_server}/marketing/campaigns/{draft.pk}/board/")
    fine(desk)
    desk.goto(f"{live_server}/marketing/campaigns/{draft.pk}/board/photos/")
    fine(desk)
    desk.keyboard.press("j")
    expect(desk.locator("[data-card]").first).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.locator("[data-card]")).to_have_count(0)
    assert DealerTask.objects.get().state == DealerTask.State.ACCEPTED

    move(draft, -timedelta(days=5))
    for address in (f"{draft.pk}/", f"tasks/{DealerTask.objects.get().pk}/"):
        gone = phone.goto(f"{live_server}/marketing/campaigns/{address}")
        assert gone is not None
        assert gone.status == 404
    phone.goto(f"{live_server}/marketing/campaigns/calendar/")
    expect(phone.locator("main")).not_to_contain_text("Spring is here")


def move(campaign: Campaign, by: timedelta) -> None:
    """The clock, seen from the campaign: all its dates at once, as its author would move them."""
    found = Campaign.objects.get(pk=campaign.pk)
    programme = found.programme.get_prep_value()
    value = programme[0]["value"]
    for one, name in ((value, "starts"), (value, "ends"), (value["tasks"][0]["value"], "due")):
        one[name] = (datetime.fromisoformat(one[name]) + by).isoformat()
    assert found.effective_from is not None
    assert found.expires_at is not None
    builders.publish(
        found, programme=programme, effective_from=found.effective_from + by, expires_at=found.expires_at + by
    )
