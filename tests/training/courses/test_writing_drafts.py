"""A trainer begins a course, a technical author a manual, in the CMS: the draft is kept, and is its section's."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from content.library.models import DepartmentPage, Manual
from tests.training.bank.authors import author_of, departments
from training.courses.models import Course

pytestmark = pytest.mark.django_db

COMMON = {"title": "Wheel service", "slug": "wheel-service", "document_number": "WS-1", "language": "en"}
COURSE = {
    "summary": "Wheels.",
    "objectives": rich_text("<p>Change one.</p>"),
    "body": streamfield([]),
    "level": "basic",
    "enrolment": "self",
    "succession": "finish",
    "in_order": "on",
    "electives": "0",
    "pass_percent": "0",
}
MANUAL = {
    "category": "workshop",
    "description": "",
    "applicability": inline_formset([]),
    "relations": inline_formset([]),
    "confirm_days": 14,
}


@pytest.mark.parametrize(("model", "fields"), [(Course, COURSE), (Manual, MANUAL)], ids=["course", "manual"])
@pytest.mark.parametrize("action", ["", "action-publish"], ids=["draft", "published"])
def test_what_is_begun_belongs_to_the_department_of_its_section(model, fields, action):
    mine, theirs = departments()
    section = DepartmentPage.objects.get(department=mine)
    meta = model._meta
    address = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, section.pk])
    form = nested_form_data({**COMMON, **fields, **({action: "1"} if action else {}), "department": theirs.pk})
    author = author_of(mine)
    answer = author.post(address, form)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    made = model.objects.get()
    assert made.department == mine
    assert made.live == bool(action)
    elsewhere = DepartmentPage.objects.get(department=theirs)
    form["title"], form["slug"], form["document_number"] = "Another", "another", "WS-2"
    address = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, elsewhere.pk])
    assert author.post(address, form).status_code == 302
    assert model.objects.count() == 1, "another department's section takes nothing from them"
