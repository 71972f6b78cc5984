"""Two authors who replace the same publication or edition at once, with real threads and connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.bulletins.models import Bulletin
from content.library.api import mark_ready
from content.library.models import DepartmentPage, Edition, EditionRecord, Manual, Relation, Succession
from content.library.records import note
from content.library.succession import SuccessionRefused
from portal.network.departments import create_department
from portal.network.models import User
from tests import factories
from tests.content.library.governance import declare, draft, published, release
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


def days(count: int) -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=count)


@pytest.mark.parametrize("reversed_dates", [False, True])
def test_two_editions_that_take_over_from_one_at_once_stand_in_line(reversed_dates: bool) -> None:
    factories.home_page()
    page = published("P")
    first = page.editions.get()
    # The one that is received later may take effect earlier.
    starts = [days(4), days(2)] if reversed_dates else [days(2), days(4)]
    new = [factories.edition(page, effective_from=at, state=Edition.State.EXTRACTING) for at in starts]
    assert at_once(*(partial(mark_ready, edition_id=one.pk) for one in new)) == [True, True]
    earlier, later = sorted(new, key=lambda one: starts[new.index(one)])
    line = {one.pk: (one.superseded_by_id, one.superseded_at) for one in page.editions.all()}
    assert line == {
        first.pk: (earlier.pk, days_of(earlier)),
        earlier.pk: (later.pk, days_of(later)),
        later.pk: (None, None),
    }
    for day, right in ((0, first), (3, earlier), (5, later)):
        assert [one.pk for one in Edition.objects.in_force(at=days(day))] == [right.pk]
    # What was kept of it last is what is so.
    records = EditionRecord.objects.filter(edition__manual=page, until__isnull=True)
    assert dict(records.values_list("edition", "superseded_at")) == {pk: at for pk, (_by, at) in line.items()}


def days_of(edition: Edition) -> datetime:
    return Edition.objects.get(pk=edition.pk).effective_from


@pytest.mark.parametrize(
    "windows",
    [((1, 5), (3, 8)), ((3, 8), (1, 5)), ((2, None), (-1, 2)), ((0, None), (0, None))],
    ids=["overlapping", "reversed", "one after the other", "the same"],
)
def test_two_that_replace_one_at_once_leave_one_whatever_their_dates(
    windows: tuple[tuple[int, int | None], tuple[int, int | None]],
) -> None:
    factories.home_page()
    old = published("Old")
    pages = []
    for number, (first, last) in enumerate(windows):
        begins = days(first)
        page = draft(f"New {number}", effective_from=begins, expires_at=days(last) if last is not None else None)
        factories.edition(page, label="1", effective_from=begins)
        pages.append(page)
    answers = at_once(*(partial(release, declare(Manual.objects.get(pk=page.pk), old)) for page in pages))
    refused = [one for one in answers if isinstance(one, str)]
    (live,) = [page for page in pages if Manual.objects.get(pk=page.pk).live]
    assert refused == [f"Old: It is replaced by “{live.title}” ({live.document_number}) already."]
    row = Succession.objects.get(predecessor=old)
    assert row.successor_id == live.pk
    edition, winner = old.editions.get(), Manual.objects.get(pk=live.pk)
    assert winner.effective_from is not None
    assert edition.replaced_at == max(row.since, winner.effective_from)
    assert edition.resumes_at == winner.expires_at
    kept = EditionRecord.objects.get(edition=edition, until__isnull=True)
    assert (kept.replaced_at, kept.resumes_at) == (edition.replaced_at, edition.resumes_at)


def test_two_that_change_one_edition_at_once_leave_one_record_of_what_is_so() -> None:
    factories.home_page()
    page = published("P")
    edition = page.editions.get()

    def change(**facts: datetime) -> None:
        Edition.objects.filter(pk=edition.pk).update(**facts)
        note(manual_id=page.pk)

    at_once(partial(change, superseded_at=days(3)), partial(change, withdrawn_at=days(4)))
    edition.refresh_from_db()
    record = EditionRecord.objects.get(edition=edition, until__isnull=True)
    assert (record.superseded_at, record.withdrawn_at) == (edition.superseded_at, edition.withdrawn_at)
