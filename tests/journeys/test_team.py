"""A manager assigns a course to one of their people, who finds it, takes it, and the manager sees that it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.network.models import User
from tests import factories
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, press, word
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Registration

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_manager_assigns_and_sees(
    sign_in: SignIn, live_server: object, people: tuple[User, User], language: str
) -> None:
    dealer = people[0].memberships.get().dealer
    manager = factories.UserFactory(username="manager-north")
    factories.MembershipFactory(user=manager, dealer=dealer, is_manager=True)
    taught = course(module(lesson(title="Key off")), title="High voltage")
    desk = sign_in(manager, language=language)
    desk.goto(f"{live_server}/training/team/")
    fine(desk)
    expect(desk.get_by_text(people[1].username)).to_have_count(0)
    desk.get_by_role("link", name=people[0].username).click()
    fine(desk)
    desk.locator("select[name=course]").select_option(str(taught.pk))
    desk.locator("input[name=due_on]").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    press(desk, language, "Assign")
    row = desk.get_by_role("row").filter(has_text="High voltage")
    expect(row).to_contain_text("0 %")

    phone = sign_in(people[0], width=390, language=language)
    phone.goto(f"{live_server}/training/")
    fine(phone)
    phone.locator(".todo-go a").click()
    press(phone, language, "Done, go on")
    expect(phone.locator("h1")).to_have_text("High voltage")
    fine(phone)

    desk.reload()
    expect(row).to_contain_text("100 %")
    expect(row).to_contain_text(word(language, "completed"))
    fine(desk)
    made = Registration.objects.get(user=people[0])
    assert (made.source, made.state) == (Registration.Source.MANAGER, Registration.State.COMPLETED)
