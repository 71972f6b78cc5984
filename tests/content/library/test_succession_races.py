"""Two authors who replace the same publication at once, with real threads and connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.test import Client
from django.urls import reverse

from content.bulletins.models import Bulletin
from content.library.models import DepartmentPage, Manual, Relation, Succession
from content.library.succession import SuccessionRefused
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.library.governance import declare, draft, release
from tests.content.library.test_governance_desk import form

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _content_types_of_the_next_test(transactional_db: None) -> Iterator[None]:
    """The database is flushed after each test here, and its content types get new ids."""
    yield
    ContentType.objects.clear_cache()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    first = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        first.wait(timeout=20)
        try:
            return call()
        except SuccessionRefused as refused:
            return refused.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_authors_replace_one_publication_at_once_in_the_cms() -> None:
    factories.home_page()
    department = create_department(code="service", name="Service")
    section = DepartmentPage.objects.get(department=department)

    def bulletin(title: str, author: User) -> Bulletin:
        page = Bulletin(title=title, slug=title.lower(), document_number=title, category="service_bulletin", live=False)
        section.refresh_from_db()
        section.add_child(instance=page)
        page.save_revision(user=author)
        return page

    authors = [factories.UserFactory(username=f"author-{number}") for number in range(2)]
    for author in authors:
        author.groups.add(department.authors)
    old = release(bulletin("OLD", authors[0]))
    # Of types of their own, so that nobody is asked about overlaps: this is about the place alone.
    pages = [bulletin(f"NEW{number}", author) for number, author in enumerate(authors)]
    Bulletin.objects.filter(pk=pages[1].pk).update(category="product_update")
    relation = {
        "relations-TOTAL_FORMS": "1",
        "relations-INITIAL_FORMS": "0",
        "relations-MIN_NUM_FORMS": "0",
        "relations-MAX_NUM_FORMS": "1000",
        "relations-0-id": "",
        "relations-0-ORDER": "1",
        "relations-0-DELETE": "",
        "relations-0-effect": "replaces",
        "relations-0-target": str(old.pk),
    }

    def publish(number: int) -> Callable[[], str]:
        def send() -> str:
            client = Client()
            client.force_login(authors[number])
            page = Bulletin.objects.get(pk=pages[number].pk)
            data = form(page) | relation | {"action-publish": "1"}
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            return client.post(address, data, follow=True).content.decode()

        return send

    answers = at_once(publish(0), publish(1))
    live = [page for page in pages if Manual.objects.get(pk=page.pk).live]
    assert len(live) == 1
    row = Succession.objects.get(predecessor=old)
    assert (row.successor_id, row.is_scheduled) == (live[0].pk, False)
    lost = answers[1 - pages.index(live[0])]
    assert f"replaced by “{live[0].title}”" in lost


def test_a_circle_that_would_close_at_once_does_not() -> None:
    factories.home_page()
    first, second = draft("A"), draft("B")
    found = at_once(
        lambda: release(declare(Manual.objects.get(pk=first.pk), second)),
        lambda: release(declare(Manual.objects.get(pk=second.pk), first)),
    )
    assert sum(isinstance(one, str) for one in found) == 1
    assert Succession.objects.count() == 1
    assert Relation.objects.filter(manual__live=True).count() == 1
