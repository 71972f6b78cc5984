"""The course that teaches a fault code, beside what is searched and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.ingest.extraction.api import identifiers_in
from content.library.api import publication_changed
from content.library.models import Edition
from portal.network.api import Visibility
from search.documents.readings import covers
from search.engines.base import SearchEngine
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


def test_the_reader_shows_it_beside_the_page(
    edition: Edition,
    technician_client: Client,
    django_capture_on_commit_callbacks: Commit,
    django_assert_max_num_queries: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        course(module(reading(edition)), title="Exhaust")
    address = f"/search/taught/{edition.pk}/2"
    assert f'hx-get="{address}"' in learn(technician_client, f"/manuals/{edition.manual_id}/p/2")
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        assert "Exhaust" in learn(technician_client, address)
    assert "Exhaust" not in learn(technician_client, f"/search/taught/{edition.pk}/1")
    assert technician_client.get(f"/search/taught/{edition.pk}/3").status_code == 404
    assert technician_client.get(f"/search/taught/{2**70}/3").status_code == 404


def test_a_page_that_is_not_ones_own_is_not_there(publish: Publish, technician_client: Client, client: Client) -> None:
    hidden = publish(factories.manual(brands=[factories.BrandFactory()]), pages=["P0420"])
    assert technician_client.get(f"/search/taught/{hidden.pk}/1").status_code == 404
    assert client.get(f"/search/taught/{hidden.pk}/1").status_code == 302


def test_codes_of_a_manual_that_is_not_for_all_stay_in_it(
    publish: Publish, index: SearchEngine, technician_client: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    hidden = with_codes(publish(factories.manual(brands=[factories.BrandFactory()]), pages=["U0777 is secret"]))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        course(module(reading(hidden, first=1, last=1)), title="Network")
    assert "Network" not in learn(technician_client, "/search/taught", q="U0777")
    assert not learn(technician_client, "/search/suggest", q="U07").strip()
    assert technician_client.get("/api/v1/search", {"q": "U0777"}).json()["total"] == 0


def test_a_manual_that_becomes_another_changes_what_a_course_teaches(
    edition: Edition, publish: Publish, technician_client: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        course(module(reading(edition)), title="Exhaust")
    with_codes(publish(edition.manual, pages=["Nothing.", "Fault P0171: too lean."]))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        publication_changed.send(sender=type(edition.manual), manual_id=edition.manual_id)
    assert "Exhaust" not in learn(technician_client, "/search/taught", q="P0420")
    assert "Exhaust" in learn(technician_client, "/search/taught", q="P0171")


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
