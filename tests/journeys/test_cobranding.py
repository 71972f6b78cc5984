"""A salesperson fills in a flyer with the dealership's data, watches the preview, and takes a PDF and a picture."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import expect

from content.marketing.cobranding.models import DealerProfile, Filling, Print
from portal.network.models import User
from tests.content.marketing.cobranding.builders import CSS, FIELDS, HTML, picture, template
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
MM = 72 / 25.4
CAR = {"kind": "picture", "name": "car", "label": "Car", "width_mm": 30, "height_mm": 20, "assets": False}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_a_flyer_is_filled_in_and_taken(
    sign_in: SignIn, live_server: object, people: tuple[User, User], tmp_path: Path, language: str, width: int
) -> None:
    dealer = people[0].memberships.get().dealer
    DealerProfile.objects.create(
        dealer=dealer, number=1, name="Riverside Motors", name_zh="滨江汽车", web="https://riverside.example"
    )
    template(
        title="Summer flyer",
        title_zh="夏季传单",
        language=language,
        fields=[*FIELDS, CAR],
        html=f'{HTML}<field name="car"></field>',
        css=f"{CSS} field[name=car] {{ width: 30mm; height: 20mm }}",
    )
    page = sign_in(people[0], width=width, language=language)
    page.goto(f"{live_server}/marketing/prints/")
    fine(page)
    page.locator(".print-card a").click()
    expect(page.locator("h1")).to_have_text("夏季传单" if language == "zh-hans" else "Summer flyer")
    fine(page)
    page.locator("form[action$='/begin'] button").click()
    image = page.locator("[data-page-image]")
    expect(image).to_be_visible()
    name = "滨江汽车" if language == "zh-hans" else "Riverside Motors"
    expect(page.locator("[name=f-dealer]")).to_have_value(name)
    fine(page)

    size = "one => [one.clientWidth, one.clientHeight]"
    stage = page.locator("[data-stage]").evaluate(size)
    before = image.get_attribute("src")
    page.locator("[name=f-offer]").fill("夏季检查，工时八折\n24-month warranty" + " x" * 200)
    error = page.locator("[data-field=offer] [data-error]")
    expect(error).to_be_visible()
    expect(page.locator("[data-field=offer] [data-count]")).to_have_class(re.compile("is-over"))
    page.locator("[name=f-offer]").fill("夏季检查，工时八折\n24-month warranty")
    page.locator("[name=f-price]").fill("1,299")
    expect(error).to_be_hidden()
    page.locator("[data-bring-file]").set_input_files(
        {"name": "car.png", "mimeType": "image/png", "buffer": picture(600, 400)}
    )
    expect(page.locator("[data-pictures] img")).to_have_count(1)
    expect(page.locator("[data-stage].is-drawing")).to_have_count(0)
    assert image.get_attribute("src") != before
    assert page.locator("[data-stage]").evaluate(size) == stage  # nothing jumps
    fine(page)

    page.keyboard.press("Tab")
    page.get_by_role("button", name=word(language, "PDF for the print shop")).click()
    with page.expect_download() as taken:
        page.locator("a[href$='/file']").click()
    target = tmp_path / "taken.pdf"
    taken.value.save_as(target)
    fine(page)
    document = pdfium.PdfDocument(target.read_bytes())
    assert document[0].get_trimbox() == pytest.approx((0, 0, 210 * MM, 297 * MM), abs=0.01)
    assert document[0].get_bleedbox() == pytest.approx((-3 * MM, -3 * MM, 213 * MM, 300 * MM), abs=0.01)
    said = document[0].get_textpage().get_text_range()
    document.close()
    assert name in said
    assert "夏季检查，工时八折" in said
    assert "€1,299.00" in said

    page.locator(f"a[href$='/f/{Filling.objects.get().pk}/']").click()
    page.get_by_role("button", name=word(language, "Picture (PNG)")).click()
    with page.expect_download() as taken:
        page.locator("a[href$='/file']").click()
    target = tmp_path / "taken.png"
    taken.value.save_as(target)
    with Image.open(BytesIO(target.read_bytes())) as drawn:
        assert drawn.width == 1080
    made = Print.objects.order_by("pk").values_list("kind", "state", "made_by")
    assert list(made) == [("press", "ready", people[0].pk), ("png", "ready", people[0].pk)]
