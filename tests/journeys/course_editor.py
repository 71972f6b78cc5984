"""What a trainer does in the CMS, on its pages of the bank, of assessments and of courses, in either language."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import serious
from tests.journeys.training_pages import word


class Desk:
    """The CMS in a trainer's browser."""

    def __init__(self, page: Page, base: object, language: str) -> None:
        self.page, self.base, self.language = page, base, language

    def word(self, text: str) -> str:
        return word(self.language, text)

    def open(self, path: str) -> None:
        """Go to a page of the CMS."""
        self.page.goto(f"{self.base}/cms/{path}")
        self.fine()

    def fine(self) -> None:
        """It is in the person's language, and keeps nobody out."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        # Wagtail draws its editors when the page has loaded.
        self.page.wait_for_load_state("load")
        expect(self.page.locator(".public-DraftEditor-content:not([aria-labelledby])")).to_have_count(0)
        # The overview beside Wagtail's editor is Wagtail's own, and is given to those who point.
        found = [one for one in serious(self.page) if "w-minimap__list" not in one]
        assert found == [], found

    def press(self, text: str) -> None:
        """Press the button that says `text` in this language."""
        self.page.get_by_role("button", name=self.word(text), exact=True).click()

    def write(self, place: str, english: str, chinese: str = "") -> None:
        """Write a text of a question, in its languages. `place` is where it stands in the question."""
        boxes = self.page.locator(f"[data-path='{place}']").first
        for language, text in (("en", english), ("zh-hans", chinese)):
            if text:
                boxes.locator(f".question-rich[lang={language}]").fill(text)

    def number(self, place: str, value: str) -> None:
        """Write a number of a question."""
        self.page.locator(f"[data-path='{place}'] input").fill(value)

    def question(self, kind: str, name: str, *, category: str, difficulty: int) -> None:
        """Begin a new question."""
        self.open("training/questions/new/")
        self.page.locator(f"a[href$='kind={kind}']").click()
        self.page.fill("[name=name]", name)
        self.page.select_option("[name=category]", label=category)
        self.page.select_option("[name=difficulty]", str(difficulty))

    def release(self, *, sees: str) -> None:
        """Look at the question as a learner sees it, keep it, and make it ready for use."""
        expect(self.page.frame_locator(".question-preview iframe").locator("body")).to_contain_text(sees)
        self.fine()
        self.press("Keep")
        self.page.wait_for_url("**/questions/edit/**")
        self.fine()
        self.page.locator(".question-state-actions [value=ready] + button").click()
        expect(self.page.locator(".question-state .w-status")).to_have_text(self.word("ready for use"))

    def choose(self, opener: Locator, name: str) -> None:
        """Choose something in the window that the button opens."""
        opener.click()
        self.page.locator(".modal.in").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator(".modal.in")).to_have_count(0)

    def insert(self, place: Locator, kind: str) -> None:
        """A block of this kind at the end of a list of blocks."""
        place.locator(".c-sf-add-button").last.click()
        self.page.get_by_role("option", name=self.word(kind), exact=True).click()

    def type_into(self, box: Locator, text: str) -> None:
        """Write into a text box with formatting."""
        box.click()
        self.page.keyboard.type(text)
