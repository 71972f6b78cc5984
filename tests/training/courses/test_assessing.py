"""Assessments of courses: chosen among one's own, and kept while a course gives them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.network.models import User
from tests import factories
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.assessments.keeping import archive, uses_of
from training.assessments.models import Assessment
from training.courses.registering import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    factories.home_page()
    return factories.oem_person(username="author", groups=[builders.department().authors])


def test_the_chooser_offers_what_is_ones_own_and_still_given(author: User) -> None:
    own, put_away = builders.assessment(title="Brakes"), builders.assessment(title="Clutches")
    archive(actor=author, assessment=put_away)
    other = builders.assessment(title="Prices", department=builders.department("sales"))
    browser = Client()
    browser.force_login(author)
    shown = browser.get(reverse("assessment_chooser:choose")).content.decode()
    assert own.title in shown
    assert put_away.title not in shown
    assert other.title not in shown
    assert browser.get(reverse("assessment_chooser:chosen", args=[own.pk])).status_code == 200
    assert browser.get(reverse("assessment_chooser:chosen", args=[other.pk])).status_code == 404


def test_an_assessment_that_a_course_gives_names_the_course(author: User) -> None:
    asked = builders.assessment(title="Brakes")
    assert uses_of(asked) == []
    taught = course(module(lesson("assessment", assessment=asked.pk)), title="Brakes of the Falcon")
    assert [use.title for use in uses_of(asked)] == ["Brakes of the Falcon"]
    register(actor=None, user=factories.UserFactory(), course=taught, source="rule")
    taught.body = [module(lesson("text"))]
    taught.save_revision().publish()
    assert [use.title for use in uses_of(asked)] == ["Brakes of the Falcon (an earlier version)"]
    browser = Client()
    browser.force_login(author)
    browser.post(reverse("assessments_desk:delete", args=[asked.pk]))
    assert Assessment.objects.filter(pk=asked.pk).exists()
