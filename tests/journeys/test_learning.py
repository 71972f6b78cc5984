"""A technician learns on a phone: the network goes in the middle of the assessment, the answers do not, the course is
complete."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from portal.network.models import User
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, press, word
from tests.training import builders, questions
from tests.training.courses_builder import course, lesson, module
from training.assessments.models import Attempt, Response
from training.courses.models import Registration
from training.courses.registering import register

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture
def started(people: tuple[User, User]) -> Registration:
    """A course of a lesson and an assessment of three questions, two of which have to be right."""
    asked = builders.assessment(
        builders.ready("coolant", questions.COOLANT),
        builders.ready("live", questions.LIVE),
        builders.ready("code", questions.CODE),
        title="High voltage test",
        time_limit_seconds=1800,
    )
    taught = course(
        module(lesson(title="Key off"), lesson("assessment", title="Test", assessment=asked.pk)), title="High voltage"
    )
    return register(actor=people[0], user=people[0], course=taught, source=Registration.Source.SELF)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_network_goes_in_the_middle_of_the_assessment(
    sign_in: SignIn, live_server: object, people: tuple[User, User], started: Registration, language: str
) -> None:
    page = sign_in(people[0], width=390, language=language)
    page.goto(f"{live_server}/training/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    fine(page)
    page.locator(".todo-go a").click()
    expect(page.locator("h1")).to_have_text("Key off")
    fine(page)
    press(page, language, "Done, go on")
    expect(page.locator("h1")).to_have_text("Test")
    fine(page)
    press(page, language, "Begin")
    saved = page.locator("[data-saved]")
    question = page.locator(".question:visible")
    question.locator("input[value=g48]").check()
    expect(saved).to_have_attribute("data-state", "saved")
    fine(page)

    page.context.set_offline(True)
    page.locator("[data-turn='1']").click()
    question.locator("input[value=false]").check()
    expect(saved).to_have_attribute("data-state", "offline")
    page.locator("[data-turn='1']").click()
    question.locator("[data-typed]").fill("P0420")
    expect(page.locator("[data-step].is-answered")).to_have_count(3)
    fine(page)
    attempt = Attempt.objects.get(user=people[0])
    assert Response.objects.filter(item__attempt=attempt, sequence__gt=0).count() == 1

    page.context.set_offline(False)
    expect(saved).to_have_attribute("data-state", "saved")
    press(page, language, "Hand in")
    dialog = page.locator("#hand-in.show")
    expect(dialog.locator("[data-summary]")).not_to_be_empty()
    dialog.get_by_role("button", name=word(language, "Hand in"), exact=True).click()
    expect(page.locator(".verdict-passed .verdict-word")).to_have_text(word(language, "Passed"))
    fine(page)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed, attempt.share) == (Attempt.State.GRADED, True, 1)
    started.refresh_from_db()
    assert started.state == Registration.State.COMPLETED
    page.goto(f"{live_server}/training/courses/{started.course_id}/")
    expect(page.locator(".own-state .bi-patch-check-fill")).to_be_visible()
    fine(page)


def test_answers_given_without_a_network_outlive_the_page(
    sign_in: SignIn, live_server: object, people: tuple[User, User], started: Registration
) -> None:
    page = sign_in(people[0], width=390)
    page.goto(f"{live_server}/training/r/{started.key}/")
    press(page, "en", "Done, go on")
    press(page, "en", "Begin")
    question = page.locator(".question:visible")
    # The clock runs as soon as the page's script does.
    expect(page.locator("[data-clock-face]")).not_to_have_text("–")
    page.context.set_offline(True)
    question.locator("input[value=g48]").check()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "offline")
    address = page.url
    page.close(run_before_unload=False)

    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    expect(again.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(again.locator("input[value=g48]")).to_be_checked()
    kept = Response.objects.get(item__attempt__user=people[0], sequence=1)
    assert kept.answer == {"option": "g48"}


def test_an_answer_that_is_quicker_than_the_script_counts(
    sign_in: SignIn, live_server: object, people: tuple[User, User], started: Registration
) -> None:
    page = sign_in(people[0], width=390)
    page.goto(f"{live_server}/training/r/{started.key}/")
    press(page, "en", "Done, go on")
    held: list[Route] = []
    page.route("**/js/training/attempt*.js", lambda route: held.append(route))
    press(page, "en", "Begin")
    page.locator("input[value=g48]").check()
    assert not Response.objects.filter(sequence__gt=0).exists()
    held[0].continue_()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(page.locator("input[value=g48]")).to_be_checked()
    assert Response.objects.get(item__attempt__user=people[0], sequence=1).answer == {"option": "g48"}
