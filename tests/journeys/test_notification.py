"""A recall comes into force and a technician hears of it: bell, inbox by topic, preferences. An administrator makes a
webhook, and sees what it was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from content.announcing import announcing, finding
from content.library.models import Manual
from portal.network.models import User
from portal.notices.models import TopicPreference
from portal.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.content.bulletins.builders import bulletin
from tests.journeys.conftest import SignIn, serious
from tests.journeys.training_pages import fine, press
from tests.portal.webhooks.receiver import Receiver, receiving

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture
def recall(people: tuple[User, User]) -> str:
    """The title of a recall of the first person's brand, which has just come into force and been announced."""
    brand = people[0].memberships.get().dealer.brands.get()
    facts = {"category": "recall", "live": True, "brands": [brand], "department": factories.DepartmentFactory()}
    page = bulletin(title="Brake hose chafes", **facts)
    factories.edition(page, label="A", effective_from=timezone.now() - timedelta(minutes=1))
    finding.find()
    for pk in announcing.tell_due():
        announcing.tell(announcement_id=pk)
    return page.title


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_technician_hears_of_a_recall(
    sign_in: SignIn, live_server: object, people: tuple[User, User], recall: str, language: str
) -> None:
    page = sign_in(people[0], width=390, language=language)
    page.goto(f"{live_server}/notices/")
    fine(page)
    first = page.locator(".notices-item.is-new")
    expect(first).to_contain_text(recall)
    page.locator(".notices-topic[href*='topic=recall']").click()
    expect(page.locator(".notices-topic[aria-current]")).to_have_attribute("href", "?topic=recall")
    fine(page)
    first.locator("a").first.click()
    expect(page).to_have_url(f"{live_server}/bulletins/{_bulletin_id(recall)}/")
    page.goto(f"{live_server}/notices/")
    expect(page.locator(".notices-item.is-new")).to_have_count(0)

    page.goto(f"{live_server}/notices/preferences/")
    fine(page)
    weekly = page.locator("input[name=recall][value=weekly]")
    page.locator("input[name=recall]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(weekly).to_be_checked()
    press(page, language, "Save")
    expect(page.locator(".alert-success, [role=status]").first).to_be_visible()
    kept = TopicPreference.objects.filter(user=people[0])
    assert list(kept.values_list("topic", "rhythm")) == [("recall", "weekly")]
    page.goto(f"{live_server}/feeds/")
    fine(page)


def _bulletin_id(title: str) -> int:
    return Manual.objects.get(title=title).pk


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving() as one:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{one.port}"]
        yield one


def test_an_administrator_makes_a_webhook_and_sees_a_delivery(
    sign_in: SignIn, live_server: object, portal: None, receiver: Receiver
) -> None:
    admin = factories.UserFactory(is_superuser=True, is_staff=True)
    page = sign_in(admin)
    page.goto(f"{live_server}/cms/webhooks/new/")
    page.fill("input[name=name]", "Parts desk")
    page.fill("input[name=url]", "https://127.0.0.1/in")
    page.locator("input[name=events][value='publication.in_force']").check()
    create = page.locator("footer button[type=submit]").first
    create.click()
    expect(page.locator(".error-message").first).to_be_visible()
    page.fill("input[name=url]", receiver.url)
    create.click()
    expect(page.locator("#webhook-secret")).to_have_value(re.compile("^whsec_"))
    assert serious(page) == []
    page.locator("main a.button").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator(".webhook-log tbody tr")).to_have_count(1)
    assert Delivery.objects.get().state == Delivery.State.DELIVERED
    expect(page.locator(".webhook-log")).to_contain_text("204")
    assert receiver.ids() == [page.locator(".webhook-log td small code").inner_text()]
    assert serious(page) == []
    assert Endpoint.objects.get().url == receiver.url
