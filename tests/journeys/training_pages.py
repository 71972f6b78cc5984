"""What the journeys through training do on every page."""

from __future__ import annotations

from django.utils.translation import gettext, override
from playwright.sync_api import Page

from tests.journeys.conftest import serious
from tests.journeys.test_reading import fits


def word(language: str, text: str) -> str:
    """A text of the portal as a person of this language reads it."""
    with override(language):
        return gettext(text)


def fine(page: Page) -> None:
    """Nothing hangs over the edge of the screen, and nothing keeps people out."""
    assert fits(page)
    assert serious(page) == []


def press(page: Page, language: str, text: str) -> None:
    """Press the button of the page that says `text` in this language."""
    page.locator("main").get_by_role("button", name=word(language, text), exact=True).click()
