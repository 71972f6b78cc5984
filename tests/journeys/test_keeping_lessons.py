"""A technician keeps lessons on a phone, loses the network, goes on, and what was done arrives; nothing stays after
signing out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portal.network.models import User
from tests.journeys.conftest import SignIn, serious
from tests.journeys.test_reading import fits
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Registration
from training.courses.registering import register

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('forecourt-kept')).length"


def keep(page: Page) -> None:
    page.locator(".lesson-list").first.wait_for()
    page.get_by_text("Choose lessons").click()
    expect(page.get_by_label("Measure")).to_be_checked()
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("[data-keep] [data-state]")).to_have_text("Kept. You can open them without a connection.")


def test_lessons_on_a_phone_without_a_network(sign_in: SignIn, live_server: object, people: tuple[User, User]) -> None:
    learner = people[0]
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    one, two = lesson(title="Key off"), lesson(title="Measure")
    test = lesson("assessment", title="Test", assessment=asked.pk)
    taught = course(module(one, two, test), title="High voltage")
    registration = register(actor=learner, user=learner, course=taught, source=Registration.Source.SELF)
    start = f"{live_server}/training/r/{registration.key}/"
    page = sign_in(learner, width=390)
    page.goto(start)
    assert fits(page)
    assert serious(page) == []
    keep(page)

    page.context.set_offline(True)
    page.goto(f"{start}{one['id']}/")
    expect(page.locator("h1")).to_have_text("Key off")
    expect(page.locator("[data-network]")).to_have_text("No connection")
    assert fits(page)
    assert serious(page) == []
    page.get_by_role("button", name="Done, go on").click()
    expect(page.locator("h1")).to_have_text("Measure")
    page.get_by_role("button", name="Done, go on").click()
    expect(page.locator("[data-sending]")).to_have_text("Done here. It is sent when the connection is back.")
    page.goto(f"{start}{test['id']}/")
    expect(page.locator("h1")).to_have_text("Lessons on this device")
    expect(page.get_by_role("listitem")).to_have_text(["Key off (done)", "Measure (done)"])
    registration.refresh_from_db()
    assert registration.lessons_done == 0

    page.context.set_offline(False)
    expect(page.locator("[data-sending]")).to_have_text("What you did here has been sent.")
    registration.refresh_from_db()
    assert registration.lessons_done == 2
    page.goto(start)
    expect(page.locator("h1")).to_have_text("Test")
    assert page.evaluate(KEPT) == 2

    page.goto(f"{live_server}/account/logout/")
    page.locator("main form[action*='/account/logout'] button").click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate(KEPT) == 0


def test_anothers_lessons_go_when_somebody_else_signs_in(
    sign_in: SignIn, live_server: object, people: tuple[User, User]
) -> None:
    learner = people[0]
    taught = course(module(lesson(title="Key off"), lesson(title="Measure")), title="High voltage")
    registration = register(actor=learner, user=learner, course=taught, source=Registration.Source.SELF)
    page = sign_in(learner)
    page.goto(f"{live_server}/training/r/{registration.key}/")
    keep(page)
    page.evaluate("localStorage.setItem('forecourt-kept', '999999')")
    page.goto(f"{live_server}/training/courses/")
    for _wait in range(50):
        if page.evaluate("localStorage.getItem('forecourt-kept')") is None:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(KEPT) == 0
    assert page.evaluate("localStorage.getItem('forecourt-kept')") is None
