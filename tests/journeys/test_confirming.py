"""A technician confirms a bulletin on the phone; the manager sees who has and asks who has not; what is overdue is
reported to the manager, who takes the table away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from content.acknowledgement.models import Acknowledgement, Duty
from content.acknowledgement.reminding import remind
from content.library.models import Manual
from portal.network.models import User
from tests import factories
from tests.content.acknowledgement.builders import made_late, sweep
from tests.journeys.conftest import SignIn, issue
from tests.journeys.training_pages import fine

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_the_phone_to_the_manager(
    sign_in: SignIn, live_server: object, people: tuple[User, User], manual: Manual, tmp_path: Path, language: str
) -> None:
    technician, dealer = people[0], people[0].memberships.get().dealer
    colleague = factories.person(username="colleague", dealer=dealer)
    manager = factories.UserFactory(username="manager-north")
    factories.MembershipFactory(user=manager, dealer=dealer, is_manager=True)
    Manual.objects.filter(pk=manual.pk).update(must_confirm=True)
    edition = issue(manual, tmp_path, ["Safety", "Faults", "刹车片"], label="2026", days_ago=1)
    sweep()

    phone = sign_in(technician, width=390, language=language)
    phone.goto(f"{live_server}/")
    phone.locator("section[aria-labelledby=duties] a.goon").first.click()
    fine(phone)
    phone.locator(".duty-ask button").click()
    expect(phone.locator(".duty-ask-done")).to_contain_text("2026")
    fine(phone)
    phone.goto(f"{live_server}/duties/")
    fine(phone)
    phone.goto(f"{live_server}/duties/done/")
    expect(phone.locator("main")).to_contain_text("Falcon workshop manual")
    fine(phone)
    record = Acknowledgement.objects.get()
    assert (record.user, record.sha256, record.dealer) == (technician, edition.sha256, dealer)

    late = made_late(edition, colleague, days=5)
    remind()
    desk = sign_in(manager, language=language)
    desk.goto(f"{live_server}/notices/")
    expect(desk.locator("main")).to_contain_text("Falcon workshop manual")
    desk.goto(f"{live_server}/duties/team/publications/{edition.pk}/")
    rows = desk.get_by_role("row")
    expect(rows.filter(has_text=technician.username).locator(".late")).to_have_count(0)
    expect(rows.filter(has_text=colleague.username).locator(".late")).to_have_count(1)
    fine(desk)
    rows.filter(has_text=colleague.username).get_by_role("button").click()
    expect(rows.filter(has_text=colleague.username).locator(".duty-ask-one > span")).to_have_count(1)
    fine(desk)
    late.refresh_from_db()
    assert late.reminded_at is not None
    assert timezone.now() - late.reminded_at < timedelta(minutes=5)
    for address in ("/duties/team/", "/duties/team/publications/", f"/duties/team/people/{colleague.pk}/"):
        desk.goto(f"{live_server}{address}")
        fine(desk)
    with desk.expect_download() as taken:
        desk.goto(f"{live_server}/duties/team/")
        desk.locator("a", has_text="XLSX").first.click()
    assert Path(taken.value.path()).read_bytes()[:2] == b"PK"
    assert set(Duty.objects.values_list("state", flat=True)) == {"open", "confirmed"}


def test_the_maker_looks_from_the_network_to_a_dealer(
    sign_in: SignIn, live_server: object, people: tuple[User, User], manual: Manual, tmp_path: Path
) -> None:
    Manual.objects.filter(pk=manual.pk).update(must_confirm=True)
    edition = issue(manual, tmp_path, ["Safety"], label="2026", days_ago=1)
    sweep()
    dealer = people[0].memberships.get().dealer
    desk = sign_in(factories.oem_person(), language="en")
    desk.goto(f"{live_server}/duties/network/")
    fine(desk)
    desk.get_by_role("link", name="By publication").click()
    desk.get_by_role("link", name="Falcon workshop manual").click()
    fine(desk)
    expect(desk.locator("canvas")).to_be_visible()
    desk.get_by_role("link", name=dealer.name).click()
    expect(desk.locator("main")).to_contain_text(people[0].username)
    fine(desk)
    desk.goto(f"{live_server}/manuals/as-of/?dealer={dealer.code}&on={timezone.localdate().isoformat()}")
    expect(desk.locator("main")).to_contain_text(edition.sha256[:12])
    fine(desk)
