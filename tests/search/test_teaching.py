"""The course that teaches a fault code, beside what is searched and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.ingest.extraction.api import identifiers_in
from content.library.models import Edition
from portal.network.api import Visibility
from search.documents.readings import covers
from tests import factories
from tests.search.conftest import Publish
from tests.training.courses_builder import course, lesson, module

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]
NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture
def edition(publish: Publish) -> Edition:
    """A manual with a fault code on its second page."""
    return with_codes(publish(pages=["Nothing.", "Fault P0420: catalyst efficiency. Fault P0300: misfire."]))


def with_codes(edition: Edition) -> Edition:
    """As it is after extraction, which names what is on a page."""
    for page in edition.pages.all():
        page.identifiers = [[one.kind, one.text, one.normal] for one in identifiers_in(page.text)]
        page.save(update_fields=["identifiers"])
    return edition


def reading(edition: Edition, *, first: int = 2, last: int = 2) -> dict[str, object]:
    return lesson("reading", title="Catalyst", manual=edition.manual_id, first_page=first, last_page=last)


def learn(client: Client, address: str, **parameters: str) -> str:
    return client.get(address, parameters).content.decode()


@pytest.mark.parametrize("typed", ["P0420", "p 0420", "what is P0420"])
def test_a_code_shows_the_course_that_has_its_page_read(
    edition: Edition, technician_client: Client, django_capture_on_commit_callbacks: Commit, typed: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        taught = course(module(lesson(title="First"), reading(edition)), title="Exhaust")
        course(module(reading(edition, first=1, last=1)), title="Other")
    page = learn(technician_client, "/search/", q=typed)
    assert 'hx-get="/search/taught?' in page
    part = learn(technician_client, "/search/taught", q=typed)
    assert f"/search/lesson/{taught.pk}/" in part
    assert "Exhaust › Catalyst" in part
    assert "Other" not in part
    assert "taught?" not in learn(technician_client, "/search/", q="catalyst")


def test_a_page_that_is_not_ones_own_is_not_there(publish: Publish, technician_client: Client, client: Client) -> None:
    hidden = publish(factories.manual(brands=[factories.BrandFactory()]), pages=["P0420"])
    assert technician_client.get(f"/search/taught/{hidden.pk}/1").status_code == 404
    assert client.get(f"/search/taught/{hidden.pk}/1").status_code == 302


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (Visibility(), Visibility(), True),
        (Visibility(), Visibility(brands=frozenset([1])), True),
        (Visibility(brands=frozenset([1])), Visibility(), False),
        (Visibility(brands=frozenset([1, 2])), Visibility(brands=frozenset([1])), True),
        (Visibility(roles=frozenset([1])), Visibility(roles=frozenset([1, 2])), False),
        (Visibility(live=False), Visibility(), False),
        (Visibility(effective_from=NOW + HOUR), Visibility(), False),
        (Visibility(effective_from=NOW + HOUR), Visibility(effective_from=NOW + HOUR), True),
        (Visibility(effective_from=NOW - HOUR), Visibility(), True),
        (Visibility(expires_at=NOW + HOUR), Visibility(), False),
        (Visibility(expires_at=NOW + HOUR), Visibility(expires_at=NOW + HOUR), True),
    ],
)
def test_who_may_see_the_one_may_see_the_other(wide: Visibility, narrow: Visibility, expected: bool) -> None:
    assert covers(wide, narrow, at=NOW) is expected
