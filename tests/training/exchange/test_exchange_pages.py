"""The pages of question files: who gets to them, and what they do."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.core.models import Event
from tests import factories
from tests.training import builders
from tests.training import questions as q
from tests.training.builders import browser
from training.bank.exchange.models import QuestionImport
from training.bank.models import Question

pytestmark = pytest.mark.django_db
INDEX = "question_files:index"
GIFT = b"// [id:G-1]\n::Coolant::Which coolant?{=G48 ~water}\n\n::Broken::Which?{=a\n"


@pytest.fixture
def author():
    return factories.oem_person(groups=[builders.department().authors])


@pytest.fixture
def stranger():
    return factories.oem_person(username="stranger", groups=[builders.department("sales").authors])


def sent(client: Client, category, data: bytes = GIFT, name: str = "questions.gift", **more):
    file = SimpleUploadedFile(name, data)
    fields = {"file": file, "category": category.pk, "language": "en", "keep_categories": "on", **more}
    return client.post(reverse(INDEX), fields)


def page_of(batch: QuestionImport, name: str = "preview") -> str:
    return reverse(f"question_files:{name}", args=[batch.pk])


def test_a_file_is_shown_then_taken_in(author):
    client, into = browser(author), builders.category()
    response = sent(client, into)
    batch = QuestionImport.objects.get()
    assert response.url == page_of(batch)
    shown = client.get(response.url).content.decode()
    assert "Coolant" in shown
    assert "never closed" in shown
    assert "Import 1 question" in shown
    assert not Question.objects.exists()
    assert client.get(page_of(batch), {"outcome": "refused"}).context["page"].paginator.count == 1
    client.post(page_of(batch, "begin"))
    made = Question.objects.get()
    assert made.current.created_by == author
    assert Event.objects.filter(verb="question.created", actor=author).count() == 1
    client.post(page_of(batch, "begin"))
    assert Question.objects.count() == 1
    assert "The import is done" in client.get(page_of(batch)).content.decode()


def test_a_refused_file_says_why_beside_the_field(author):
    response = sent(browser(author), builders.category(), b"%PDF-1.7", "manual.pdf")
    assert "This is no question file" in response.content.decode()
    assert not QuestionImport.objects.exists()


def test_other_departments_see_nothing_of_it(author, stranger):
    into = builders.category()
    sent(browser(author), into)
    batch = QuestionImport.objects.get()
    client = browser(stranger)
    for name in ("preview", "progress"):
        assert client.get(page_of(batch, name)).status_code == 404
    for name in ("begin", "drop"):
        assert client.post(page_of(batch, name)).status_code == 404
    shown = client.get(reverse(INDEX)).content.decode()
    assert "questions.gift" not in shown
    assert into.name not in shown
    assert not Question.objects.exists()
    assert QuestionImport.objects.filter(pk=batch.pk, state="ready").exists()


def test_nobody_imports_into_a_category_of_another_department(stranger):
    response = sent(browser(stranger), builders.category())
    assert response.status_code == 200
    assert response.context["form"].errors["category"]
    assert not QuestionImport.objects.exists()


def test_nobody_exports_a_category_of_another_department(stranger):
    into = builders.category()
    builders.ready("Secret key", q.COOLANT, into=into)
    for method in ("get", "post"):
        asked = {"category": into.pk, "target": "csv", "language": "en", "state": ""}
        response = getattr(browser(stranger), method)(reverse("question_files:export"), asked)
        assert response.status_code == 200
        assert "Content-Disposition" not in response
        assert "Secret key" not in response.content.decode()
        assert response.context["form"].errors["category"]
    assert not Event.objects.filter(verb="questions.exported").exists()


def test_neither_dealer_staff_nor_makers_without_a_department_get_here(stranger):
    dealer_person = factories.MembershipFactory().user
    reader = factories.oem_person(username="reader")
    addresses = [reverse(INDEX), reverse("question_files:export"), reverse("question_files:template", args=["csv"])]
    for user in (dealer_person, reader):
        for address in addresses:
            response = browser(user).get(address)
            assert response.status_code == 302
            assert response.url != address


def test_what_is_lost_is_told_before_the_file_is_taken(author):
    client, into = browser(author), builders.category()
    builders.ready("Steps", q.STEPS, into=into)
    builders.ready("Torque", q.TORQUE, into=into)
    asked = {"category": into.pk, "target": "gift", "language": "en", "state": ""}
    shown = client.get(reverse("question_files:export"), asked).content.decode()
    assert "Left out:" in shown
    assert "Units." in shown
    response = client.post(reverse("question_files:export"), asked)
    assert response["Content-Disposition"] == 'attachment; filename="brakes.gift"'
    assert b"::Torque::" in response.content
    assert b"Steps" not in response.content
    event = Event.objects.get(verb="questions.exported")
    assert (event.actor, event.data) == (author, {"format": "gift", "questions": 2})


def test_the_template_can_be_filled_in_and_taken_in(author):
    client = browser(author)
    response = client.get(reverse("question_files:template", args=["xlsx"]))
    book = load_workbook(BytesIO(response.content))
    assert book.worksheets[0]["A1"].value == "identifier"
    sent(client, builders.category(), response.content, "questions.xlsx")
    batch = QuestionImport.objects.get()
    assert set(batch.items.values_list("outcome", flat=True)) == {"new"}
    assert batch.items.count() == 9
    assert batch.items.get(identifier="EX-1").body["stem"].keys() == {"en", "zh-hans"}
    assert client.get(reverse("question_files:template", args=["exe"])).status_code == 404


def test_an_import_that_was_shown_too_long_ago_is_not_done(author):
    client = browser(author)
    sent(client, builders.category())
    batch = QuestionImport.objects.get()
    QuestionImport.objects.update(moved_at=timezone.now() - timedelta(minutes=61))
    client.post(page_of(batch, "begin"))
    assert not Question.objects.exists()
    assert not QuestionImport.objects.exists()


def test_an_import_is_forgotten_when_asked(author):
    client = browser(author)
    sent(client, builders.category())
    assert client.get(page_of(QuestionImport.objects.get(), "drop")).status_code == 405
    client.post(page_of(QuestionImport.objects.get(), "drop"))
    assert not QuestionImport.objects.exists()


def test_while_it_moves_the_page_asks_again_and_then_shows_all(author):
    client = browser(author)
    sent(client, builders.category())
    batch = QuestionImport.objects.get()
    QuestionImport.objects.update(state="applying")
    moving = client.get(page_of(batch, "progress"))
    assert "hx-trigger" in moving.content.decode()
    assert "0 of 1 questions" in moving.content.decode()
    QuestionImport.objects.update(state="done")
    assert client.get(page_of(batch, "progress"))["HX-Refresh"] == "true"


def test_the_menu_shows_the_entry_to_authors_only(author):
    address = reverse(INDEX)
    assert address in browser(author).get(reverse("wagtailadmin_home")).content.decode()
    reader = factories.oem_person(username="reader")
    assert address not in browser(reader).get(reverse("wagtailadmin_home")).content.decode()
