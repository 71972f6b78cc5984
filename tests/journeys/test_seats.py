"""A session fills up, the next person waits, a seat is given back, and who waited has it."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import expect

from portal.network.models import User
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, press, word
from tests.training.sessions.builders import opened
from training.sessions.models import Booking

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_seat_given_back_goes_to_who_waits(
    sign_in: SignIn, live_server: object, people: tuple[User, User], language: str
) -> None:
    session = opened(capacity=1, title="High voltage, practice")
    address = f"{live_server}/training/sessions/{session.pk}/"
    first, second = sign_in(people[0], language=language), sign_in(people[1], width=390, language=language)
    first.goto(f"{live_server}/training/sessions/")
    fine(first)
    first.locator(".course-title a").click()
    press(first, language, "Book a seat")
    state = f".own-state :text-is('{word(language, 'booked')}')"
    expect(first.locator(state)).to_be_visible()
    fine(first)

    second.goto(address)
    fine(second)
    press(second, language, "Onto the waiting list")
    expect(second.locator(f".own-state :text-is('{word(language, 'on the waiting list')}')")).to_be_visible()
    fine(second)
    assert _states() == ["booked", "waitlisted"]

    press(first, language, "Cancel my booking")
    expect(first.locator(state)).to_have_count(0)
    assert _states() == ["cancelled", "booked"]
    second.reload()
    expect(second.locator(state)).to_be_visible()
    second.goto(f"{live_server}/training/sessions/mine/")
    expect(second.locator(".session-item")).to_contain_text(["High voltage, practice"])
    fine(second)
    assert people[1].email in [to for one in mail.outbox for to in one.to]


def _states() -> list[str]:
    return list(Booking.objects.order_by("pk").values_list("state", flat=True))
