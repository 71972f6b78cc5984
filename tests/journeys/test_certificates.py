"""A certificate is checked by the address of its QR code: by anybody, without signing in, and it says no more than it
must."""

from __future__ import annotations

from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from portal.network.models import User
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, word
from tests.qr_reader import codes_in_pdf
from tests.training.certification_builder import complete, of_courses, taught
from training.certification.certificates import make_certificate
from training.certification.models import CertificationPeriod

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_anybody_checks_a_certificate(
    sign_in: SignIn, chromium: Browser, live_server: object, people: tuple[User, User], language: str
) -> None:
    User.objects.filter(pk=people[0].pk).update(first_name="Lin", last_name="Wei")
    people[0].refresh_from_db()
    course = taught()
    of_courses(course, title="HV expert", title_zh="高压专家")
    complete(people[0], course)
    period = CertificationPeriod.objects.get(certification__user=people[0])
    make_certificate(period_id=period.pk)
    page = sign_in(people[0], language=language)
    page.goto(f"{live_server}/training/certification/")
    fine(page)
    page.locator(".held-title a").click()
    fine(page)
    file = page.request.get(f"{live_server}/training/certification/p/{period.pk}/{language}.pdf")
    (address,) = codes_in_pdf(file.body())
    with pypdfium2.PdfDocument(file.body()) as document:
        assert address in document[0].get_textpage().get_text_bounded()

    stranger = chromium.new_context(viewport={"width": 390, "height": 844}, locale=language[:2])
    try:
        visit = stranger.new_page()
        visit.goto(f"{live_server}{urlsplit(address).path}")
        expect(visit.locator(".verdict-passed h2")).to_have_text(word(language, "This certificate is valid."))
        facts = visit.locator(".check-facts")
        expect(facts).to_contain_text(period.credential.serial)
        expect(facts).to_contain_text("HV expert" if language == "en" else "高压专家")
        fine(visit)
        assert people[0].email not in visit.content()
        assert people[0].username not in visit.content()
        assert visit.goto(f"{live_server}/training/certification/c/{period.certification_id}/").url.find("login") > 0
    finally:
        stranger.close()
