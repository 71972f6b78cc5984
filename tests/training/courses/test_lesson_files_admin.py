"""Files of lessons in the CMS: a department's own, and no other's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.network.models import User
from tests import factories
from tests.training import builders
from training.courses.files import FileRefused, receive_file
from training.courses.models import LessonFile

pytestmark = pytest.mark.django_db


def file_of(department_code: str) -> LessonFile:
    upload = SimpleUploadedFile(f"{department_code}.pdf", b"%PDF-1.7 " + department_code.encode())
    return receive_file(upload=upload, kind="document", title="", department=builders.department(department_code))


def author_of(code: str) -> User:
    return factories.oem_person(username=f"author-{code}", groups=[builders.department(code).authors])


def test_an_author_sees_and_names_the_files_of_their_department_alone() -> None:
    factories.home_page()
    own, other = file_of("service"), file_of("sales")
    browser = Client()
    browser.force_login(author_of("service"))
    shown = browser.get(reverse("lesson_files:index")).content.decode()
    assert own.title in shown
    assert other.title not in shown
    assert browser.get(reverse("lesson_files:edit", args=[own.pk])).status_code == 200
    assert browser.get(reverse("lesson_files:edit", args=[other.pk])).status_code == 404
    answer = browser.post(reverse("lesson_files:edit", args=[other.pk]), {"title": "Taken"})
    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.title != "Taken"
    answer = browser.post(reverse("lesson_files:edit", args=[own.pk]), {"title": "Named"})
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.title == "Named"


def test_a_document_is_what_its_name_says() -> None:
    mislabelled = SimpleUploadedFile("sheet.docx", b"MZ\x90 a program")
    with pytest.raises(FileRefused, match="not what its name says"):
        receive_file(upload=mislabelled, kind="document", title="", department=builders.department("service"))
    assert not LessonFile.objects.exists()
