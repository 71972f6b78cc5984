"""A trainer writes questions, an assessment that draws from them and a course, looks at it as a learner would and
publishes it; a learner finds it, enrols and passes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from content.library.models import DepartmentPage
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.journeys.conftest import SignIn
from tests.journeys.course_editor import Desk
from tests.journeys.training_pages import fine, press, word
from training.assessments.models import Assessment, Attempt
from training.bank.models import Question
from training.courses.models import Course, Registration

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

TORQUE = ("To which torque are the wheel bolts tightened?", "车轮螺栓的拧紧力矩是多少？")
FLUID = ("Which fluid goes into the expansion tank?", "膨胀水箱加注哪种液体？")
HUB = ("The hub is greased before the wheel goes on.", "安装车轮前要给轮毂涂油脂。")
RIGHT = {TORQUE: "120", FLUID: ("Coolant", "冷却液"), HUB: "false"}
LESSONS = "body-0-value-lessons"
SLOW = {"wait_until": "commit", "timeout": 90_000}
"""The machine may be busy: what counts is that the page is another one, and what it says then."""


@pytest.fixture
def trainer(portal: None) -> User:
    """An author of the service department."""
    user = factories.UserFactory(username="trainer", first_name="Tina")
    user.groups.add(create_department(code="service", name="Service").authors)
    return user


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_the_first_question_to_the_first_learner(
    sign_in: SignIn, live_server: object, people: tuple[User, User], trainer: User, language: str
) -> None:
    desk = Desk(sign_in(trainer, language=language), live_server, language)
    write_questions(desk)
    write_assessment(desk)
    write_course(desk)
    preview(desk)
    publish(desk)
    learner = sign_in(people[0], width=390, language=language)
    learner.goto(f"{live_server}/training/courses/")
    fine(learner)
    learner.locator(".course-title a").click()
    expect(learner.locator("h1")).to_have_text("Wheel service")
    fine(learner)
    press(learner, language, "Enrol")
    pass_course(learner, language)
    registration = Registration.objects.get(user=people[0])
    assert registration.state == Registration.State.COMPLETED
    attempt = Attempt.objects.get(user=people[0])
    assert (attempt.passed, attempt.share, attempt.items.count()) == (True, 1, 2)


def write_questions(desk: Desk) -> None:
    desk.open("training/categories/new/")
    desk.page.fill("[name=name]", "Wheels")
    desk.page.locator("form [type=submit]:visible").last.click()
    desk.page.wait_for_url("**/training/categories/")
    desk.fine()
    shown = desk.language == "zh-hans"

    desk.question("choice", "Expansion tank", category="Wheels", difficulty=2)
    desk.write("stem", *FLUID)
    desk.write("options.0.text", *RIGHT[FLUID])
    desk.write("options.1.text", "Brake fluid", "制动液")
    desk.release(sees=RIGHT[FLUID][shown])

    desk.question("numeric", "Wheel bolts", category="Wheels", difficulty=3)
    desk.write("stem", *TORQUE)
    desk.number("keys.0.value", "120")
    desk.number("keys.0.tolerance", "5")
    desk.release(sees=TORQUE[shown])

    desk.question("true_false", "Hub", category="Wheels", difficulty=3)
    desk.write("stem", *HUB)
    desk.page.locator("[data-path=answer] select").select_option("false")
    desk.release(sees=HUB[shown])
    assert set(Question.objects.values_list("state", flat=True)) == {Question.State.READY}


def write_assessment(desk: Desk) -> None:
    """Two of the three questions, by category and difficulty."""
    page = desk.page
    desk.open("training/assessments/new/")
    page.fill("[name=title]", "Wheel test")
    page.locator("#id_sections-ADD").click()
    page.fill("[name=sections-0-title]", "Basics")
    page.locator("#id_sections-0-slots-ADD").click()
    slot = "sections-0-slots-0"
    desk.choose(page.locator(f"#id_{slot}-category-chooser [data-chooser-action-choose]:visible"), "Wheels")
    page.fill(f"[name={slot}-count]", "2")
    page.fill(f"[name={slot}-easiest]", "3")
    page.fill(f"[name={slot}-hardest]", "3")
    fits = page.locator(f"#{slot}-fits")
    expect(fits).to_contain_text("2")
    page.fill(f"[name={slot}-easiest]", "2")
    expect(fits).to_contain_text("3")
    desk.fine()
    page.get_by_role("tab", name=desk.word("Rules"), exact=True).click()
    page.get_by_label(desk.word("Pass mark in %")).fill("60")
    page.get_by_label(desk.word("Time limit in minutes")).fill("7:30")
    desk.fine()
    page.locator("form [type=submit]:visible").last.click()
    expect(page.locator(".help-info").first).to_have_text(desk.word("It can be taken."))
    desk.fine()
    made = Assessment.objects.get()
    assert (float(made.pass_share), made.time_limit_seconds) == (0.6, 450)
    page.locator(".desk-actions a.button").first.click()
    expect(page.locator(".question")).to_have_count(2)
    desk.fine()


def write_course(desk: Desk) -> None:
    """A text, then the assessment, which opens after the text."""
    page, section = desk.page, DepartmentPage.objects.get(department__code="service")
    desk.open(f"pages/add/training_courses/course/{section.pk}/")
    page.fill("[name=title]", "Wheel service")
    page.fill("[name=document_number]", "WS-1")
    page.fill("[name=summary]", "How wheels come off and go on.")
    desk.type_into(page.locator(".public-DraftEditor-content").first, "Change a wheel safely.")
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.fill("[name=body-0-value-title]", "Wheels")
    lessons = page.locator("[data-contentpath=lessons]")
    desk.insert(lessons, "Text and pictures")
    page.fill(f"[name={LESSONS}-0-value-title]", "Lifting")
    content = page.locator("[data-contentpath=content]")
    desk.insert(content, "Text")
    desk.type_into(content.locator(".public-DraftEditor-content"), "Lift at the sill alone.")
    desk.insert(lessons, "Assessment")
    page.fill(f"[name={LESSONS}-1-value-title]", "Short test")
    desk.choose(page.locator("[data-contentpath=assessment] [data-chooser-action-choose]:visible"), "Wheel test")
    desk.fine()
    save(desk)
    # What comes first is chosen by its title once the draft is kept.
    opening = page.locator("[data-contentpath=after]").nth(1)
    opening.locator("xpath=ancestor::section[1]").locator("[data-panel-toggle]").first.click()
    opening.locator(".c-sf-add-button").click()
    opening.locator("select").select_option(label="Lifting")
    desk.fine()
    save(desk)
    after = Course.objects.get().get_latest_revision_as_object().outline.lessons[1].after
    assert [one.lesson for one in after] == [page.locator(f"[name={LESSONS}-0-id]").input_value()]
    expect(page.locator("[data-contentpath=after]").nth(1).locator("select")).to_have_value(after[0].lesson)


def save(desk: Desk) -> None:
    """Keep the draft."""
    with desk.page.expect_navigation(**SLOW):
        desk.page.locator(".action-save").first.click()
    expect(desk.page.locator(".messages .success")).to_be_visible()
    desk.fine()


def preview(desk: Desk) -> None:
    """The draft as a learner sees it: every lesson is open, and nothing is kept."""
    page, editor = desk.page, desk.page.url
    page.locator("header .w-dropdown__toggle--icon").first.click()
    page.locator("a[href$='/preview/']").click()
    expect(page.locator(".preview-note")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Lifting")
    expect(page.locator(".lesson")).to_contain_text("Lift at the sill alone.")
    fine(page)
    page.locator(".lesson-outline").get_by_role("link", name="Short test").click()
    expect(page.locator("h1")).to_have_text("Short test")
    fine(page)
    assert not Attempt.objects.exists()
    assert not Registration.objects.exists()
    page.goto(editor)


def publish(desk: Desk) -> None:
    """For everybody."""
    page = desk.page
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation(**SLOW):
        page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    desk.fine()
    made = Course.objects.get()
    assert (made.live, made.department.code, made.versions.count()) == (True, "service", 1)


def pass_course(page: Page, language: str) -> None:
    """Read, then answer what is drawn."""
    expect(page.locator("h1")).to_have_text("Lifting")
    fine(page)
    press(page, language, "Done, go on")
    expect(page.locator("h1")).to_have_text("Short test")
    fine(page)
    press(page, language, "Begin")
    expect(page.locator("[data-clock-face]")).to_have_text(re.compile(r"7:[0-3]\d"))
    for number in range(2):
        answer(page, language)
        expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
        fine(page)
        if not number:
            page.locator("[data-turn='1']").click()
    press(page, language, "Hand in")
    page.locator("#hand-in.show").get_by_role("button", name=word(language, "Hand in"), exact=True).click()
    expect(page.locator(".verdict-passed .verdict-word")).to_have_text(word(language, "Passed"))
    fine(page)


def answer(page: Page, language: str) -> None:
    """Answer the question on the screen rightly."""
    shown = language == "zh-hans"
    question = page.locator(".question:visible")
    text = question.locator(".question-stem").inner_text().strip()
    if text == TORQUE[shown]:
        question.locator("[data-typed]").fill("120")
    elif text == HUB[shown]:
        question.locator("input[value=false]").check()
    else:
        assert text == FLUID[shown]
        question.get_by_label(RIGHT[FLUID][shown]).check()
