"""An author writes a bulletin that overlaps another, is asked, and has it replace that one; a reviewer and a releaser
take it from there; a technician finds the new one, and the old one leads to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from content.bulletins.models import Bulletin
from content.library.models import DepartmentPage, Manual, Succession
from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories
from tests.journeys.conftest import SignIn
from tests.journeys.course_editor import Desk
from tests.journeys.training_pages import fine

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
SLOW = {"wait_until": "commit", "timeout": 90_000}


@pytest.fixture
def department(portal: None) -> Department:
    """Which releases nothing without a review."""
    made = create_department(code="service", name="Service")
    made.release_needs_review = True
    made.save()
    return made


def member(name: str, department: Department, group: str) -> User:
    user: User = factories.UserFactory(username=name, first_name=name.title())
    user.groups.add(getattr(department, group))
    return user


def in_force(department: Department) -> Bulletin:
    """A bulletin that dealers read."""
    page = Bulletin(title="Rear lamp", slug="old", document_number="SB-1", category="service_bulletin", live=False)
    DepartmentPage.objects.get(department=department).add_child(instance=page)
    page.body = [{"type": "symptom", "value": "<p>Drops stand inside the rear lamp.</p>"}]
    page.save_revision().publish()
    return Bulletin.objects.get(pk=page.pk)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_a_draft_that_overlaps_to_the_technician(
    sign_in: SignIn, live_server: object, people: tuple[User, User], department: Department, language: str
) -> None:
    old = in_force(department)
    desks = {
        group: Desk(sign_in(member(group, department, group), language=language), live_server, language)
        for group in ("authors", "reviewers", "releasers")
    }
    write(desks["authors"], department)
    new = Bulletin.objects.get(document_number="SB-2")
    assert not new.live
    for group in ("reviewers", "releasers"):
        approve(desks[group], new)
    assert Manual.objects.get(pk=new.pk).live
    assert Succession.objects.get(predecessor=old.pk).successor_id == new.pk
    read(sign_in(people[0], width=390, language=language), live_server, old)


def write(desk: Desk, department: Department) -> None:
    page, section = desk.page, DepartmentPage.objects.get(department=department)
    desk.open(f"pages/add/bulletins/bulletin/{section.pk}/")
    page.fill("[name=title]", "Rear lamp, new lamp")
    page.fill("[name=document_number]", "SB-2")
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation(**SLOW):
        page.locator("button[name=action-submit]").click()
    expect(page.locator(".governance-question")).to_have_count(1)
    expect(page.locator(".governance-question h2")).to_have_text("Rear lamp")
    desk.fine()
    page.locator(".governance-question select").select_option("replaces")
    with page.expect_navigation(**SLOW):
        page.locator(".governance-questions button").last.click()
    expect(page.locator(".messages .success")).to_be_visible()


def approve(desk: Desk, new: Bulletin) -> None:
    """Take the step of the workflow that is the person's."""
    page = desk.page
    desk.open(f"pages/{new.pk}/edit/")
    direct = page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")
    if not direct.first.is_visible():
        page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation(**SLOW):
        direct.first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def read(page: Page, base: object, old: Bulletin) -> None:
    page.goto(f"{base}/bulletins/")
    expect(page.locator(".bulletin-title")).to_have_text(["Rear lamp, new lamp"])
    fine(page)
    page.goto(f"{base}/bulletins/{old.pk}/")
    banner = page.locator(".banner-superseded")
    expect(banner).to_contain_text("SB-2")
    fine(page)
    banner.locator("a.btn").click()
    expect(page.locator("h1")).to_have_text("Rear lamp, new lamp")
    fine(page)
