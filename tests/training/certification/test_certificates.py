"""The PDF of a certificate, and the page on which anybody can check it."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests import factories
from tests.qr_reader import codes_in_pdf
from tests.training import builders
from tests.training.builders import browser
from tests.training.certification_builder import complete, of_courses, taught, today
from training.certification.certificates import make_certificate, make_missing
from training.certification.checking import check
from training.certification.credentials import LANGUAGES
from training.certification.models import Certification, CertificationPeriod, Credential
from training.certification.rendering import render_certificate
from training.certification.standing import change_standing
from training.certification.views.checking import MOST_A_MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


@pytest.fixture
def dealer():
    return factories.DealerFactory(name="Harbour Motors", code="D-4711")


@pytest.fixture
def learner(dealer):
    user = factories.UserFactory(username="lin.wei", first_name="Lin", last_name="Wei <b>", email="lin@harbour.example")
    factories.MembershipFactory(user=user, dealer=dealer)
    return user


@pytest.fixture
def period(learner):
    one = taught()
    made = of_courses(one, title="HV expert", title_zh="高压专家", statement_zh="可独立断电。")
    complete(learner, one)
    return CertificationPeriod.objects.get(certification__scheme=made)


def words(data):
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document), len(document)


def pdf_url(period, language="en"):
    return reverse("certification:pdf", args=[period.pk, language])


def test_made_once_and_the_same_ever_after(period, learner):
    client = browser(learner)
    assert "being made" in client.get(pdf_url(period), follow=True).content.decode()
    assert make_certificate(period_id=period.pk) == 2
    first = b"".join(client.get(pdf_url(period)).streaming_content)
    learner.first_name = "Another"
    learner.save()
    assert make_certificate(period_id=period.pk) == 0
    assert b"".join(client.get(pdf_url(period)).streaming_content) == first
    file = period.credential.files.get(language="en")
    assert (file.sha256, file.size) == (sha256(first).hexdigest(), len(first))
    text, pages = words(first)
    assert pages == 1
    for expected in ("Certificate", "Lin Wei <b>", "HV expert", period.credential.serial):
        assert expected in text
    chinese, pages = words(b"".join(client.get(pdf_url(period, "zh-hans")).streaming_content))
    assert pages == 1
    assert "高压专家" in chinese


@pytest.mark.parametrize(
    "name", ["Ng", "W" * 320, "Maximiliane von Hohenstein-Württemberg zu Sayn" * 3, "欧阳" * 60, "买买提·" * 20]
)
def test_every_name_fits_one_page(period, name):
    credential = period.credential
    credential.holder = name
    for language in ("en", "zh-hans"):
        text, pages = words(render_certificate(credential, language=language))
        assert pages == 1
        assert credential.serial in text


@pytest.mark.parametrize("base", ["http://localhost:8000", "https://training.dealers.automobiles.example"])
def test_the_code_is_the_printed_address_and_leads_to_the_facts(period, settings, base):
    settings.BASE_URL = base
    for language in LANGUAGES:
        data = render_certificate(period.credential, language=language)
        (address,) = codes_in_pdf(data)
        # A hyphen at which the line breaks is told as such.
        printed = "".join(words(data)[0].replace("\x02", "-").split())
        assert f"{address}{period.credential.serial}" in printed, "the whole address, and the serial below it"
        page = Client().get(urlsplit(address).path).content.decode()
        assert "This certificate is valid." in page
        assert "Lin Wei &lt;b&gt;" in page


def test_a_certificate_fetches_nothing(period, monkeypatch):
    from weasyprint.urls import FatalURLFetchingError

    from training.certification import rendering

    monkeypatch.setattr(rendering, "qr_code", lambda address: rendering.mark_safe('<img src="http://localhost/x.png">'))
    with pytest.raises(FatalURLFetchingError):
        rendering.render_certificate(period.credential, language="en")


def test_the_pdf_goes_to_the_holder_their_manager_of_today_and_staff(period, learner, manager, dealer):
    make_certificate(period_id=period.pk)
    for allowed in (learner, manager, factories.oem_person()):
        assert browser(allowed).get(pdf_url(period)).status_code == 200
    former = factories.MembershipFactory(dealer=dealer, is_manager=True, ends=today() - timedelta(days=1)).user
    colleague = factories.MembershipFactory(dealer=dealer).user
    elsewhere = factories.MembershipFactory(is_manager=True).user
    for refused in (former, colleague, elsewhere, builders.person()):
        assert browser(refused).get(pdf_url(period)).status_code == 404
        assert (
            browser(refused).get(reverse("certification:certificate", args=[period.certification_id])).status_code
            == 404
        )
    learner.memberships.update(ends=today() - timedelta(days=1))
    assert browser(manager).get(pdf_url(period)).status_code == 404, "they left"
    assert browser(learner).get(pdf_url(period)).status_code == 200, "the record belongs to the person"
    assert Client().get(pdf_url(period)).status_code == 302
    for bad in (pdf_url(period, "de"), reverse("certification:pdf", args=[2**63, "en"])):
        assert browser(learner).get(bad).status_code == 404


def test_what_a_lost_message_left_is_made_and_old_records_are_not(period):
    assert make_missing() == 2
    assert make_missing() == 0
    period.credential.files.all().delete()
    Credential.objects.update(issued_at=period.awarded_at - timedelta(days=30))
    assert make_missing() == 0


def check_page(serial, client=None):
    return (client or Client()).get(reverse("certificate_check", args=[serial]))


def test_the_check_page_shows_the_facts_and_no_more(period, learner, dealer):
    answer = check_page(period.credential.serial)
    page = answer.content.decode()
    assert answer.status_code == 200
    for shown in (
        "Lin Wei &lt;b&gt;",
        "HV expert",
        "This certificate is valid.",
        period.credential.serial,
        "Forecourt",
    ):
        assert shown in page
    for hidden in (
        "Harbour",
        "D-4711",
        "lin.wei",
        "lin@",
        "Service",
        period.version.scheme.code,
        f"/p/{period.pk}/",
        f"/c/{period.certification_id}/",
        "score",
    ):
        assert hidden not in page
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert 'content="noindex' in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies.get("sessionid")
    assert Client().post(reverse("certificate_check", args=[period.credential.serial])).status_code == 405


def test_a_serial_as_people_type_it(period):
    serial = period.credential.serial
    assert check(serial=serial.lower()).serial == serial
    Credential.objects.update(serial="1010-ABCD-1010-ABCD")
    assert check(serial="iolo-abcd-IOLO-ABCD").serial == "1010-ABCD-1010-ABCD"


@pytest.mark.parametrize("serial", ["0000-0000-0000-0000", "1", "x" * 300, "' OR 1=1", "%00", "0000-0000-0000-000U"])
def test_guesses_get_the_same_page_as_any_that_is_not_there(period, serial):
    nothing = check_page("ZZZZ-ZZZZ-ZZZZ-ZZZZ")
    answer = check_page(serial)
    assert (nothing.status_code, answer.status_code) == (404, 404)
    assert plain(answer) == plain(nothing)
    assert Client().get("/check/").status_code == 404


def plain(answer):
    """The page without what every page has anew: the token of its forms, and its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text.replace(escape(answer.wsgi_request.get_full_path()), "")


def test_serials_are_drawn_anew_each(period):
    from training.certification.awarding import new_serial

    drawn = {new_serial() for _n in range(500)}
    assert len(drawn) == 500
    assert len({serial[0] for serial in drawn}) > 20


def test_the_states_that_the_world_sees(period):
    author = factories.oem_person(username="author")
    author.groups.add(builders.department().authors)
    serial = period.credential.serial
    last = period.expires_on
    assert check(serial=serial, day=last).state == "valid"
    assert check(serial=serial, day=last + timedelta(days=1)).state == "expired"
    for standing, expected in (("suspended", "suspended"), ("active", "valid"), ("revoked", "revoked")):
        change_standing(
            actor=author, certification_id=period.certification_id, standing=standing, reason="A secret complaint"
        )
        assert check(serial=serial).state == expected
        assert "complaint" not in check_page(serial).content.decode()


def test_the_holder_may_hide_their_name(period, learner, manager):
    url = reverse("certification:show_name", args=[period.pk])
    assert browser(manager).post(url, {"show": "no"}).status_code == 404
    browser(learner).post(url, {"show": "no"})
    page = check_page(period.credential.serial).content.decode()
    assert "Lin" not in page
    assert "does not show their name" in page
    browser(learner).post(url, {"show": "yes"})
    assert "Lin Wei" in check_page(period.credential.serial).content.decode()


def test_too_many_checks_from_one_address(period):
    client = Client()
    for _n in range(MOST_A_MINUTE):
        assert check_page(period.credential.serial, client).status_code == 200
    for serial in (period.credential.serial, "0000-0000-0000-0000"):
        answer = check_page(serial, client)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "60"
    assert Client(REMOTE_ADDR="192.0.2.9").get(reverse("certificate_check", args=["x"])).status_code == 404


def test_the_check_page_in_chinese(period):
    page = Client(headers={"Accept-Language": "zh-hans"}).get(
        reverse("certificate_check", args=[period.credential.serial])
    )
    assert "高压专家" in page.content.decode()
    assert Certification.objects.count() == 1
