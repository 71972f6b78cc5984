"""Tables that are taken away: while they are read, or as a file that a job writes; and who may have the file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from content.exports import giving, tables, tasks, writing
from content.exports.models import Export
from content.exports.tables import Opened, grounds_of
from content.library.api import NotVisible
from portal.core import spreadsheets, storage
from portal.core.models import Event
from portal.network.models import Membership, User
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import asked
from tests.content.acknowledgement.test_pages import browser
from tests.content.acknowledgement.test_reminding import manager_of

pytestmark = pytest.mark.django_db
TABLE = "/duties/tables/duties?format=xlsx"
Commits = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")


@pytest.fixture
def manager(technician: User, outsider: User) -> User:
    """Of the technician's dealership; the outsider works elsewhere."""
    factories.section()
    asked(title="Brakes")
    return manager_of(technician.memberships.get().dealer)


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every XLSX is too big for the answer."""
    monkeypatch.setattr(giving, "AT_ONCE_ROWS", 0)


def ordered(client: Client, address: str = TABLE) -> Export:
    answer = client.get(address)
    assert answer["Location"] == reverse("exports:files")
    return Export.objects.get()


def read(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    return [row for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows(values_only=True)]


def file(export: Export) -> str:
    return reverse("exports:file", args=[export.key])


def test_csv_leaves_while_it_is_read_however_long_it_is(manager: User, big: None) -> None:
    answer: Any = browser(manager).get("/duties/tables/duties?format=csv")
    assert answer.streaming
    rows = csv.reader(StringIO(read(answer).decode("utf-8-sig")))
    assert [row[2] for row in rows] == ["Person", "technician"]
    assert not Export.objects.exists()
    assert Event.objects.filter(verb="export.taken", actor=manager).count() == 1


def test_a_big_xlsx_is_written_by_a_job_and_told_of_once(
    manager: User, big: None, django_capture_on_commit_callbacks: Commits
) -> None:
    client = browser(manager)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get(TABLE, follow=True).content.decode()
    assert "The file has 1 row and is being written." in page
    export = Export.objects.get()
    assert (export.state, export.rows, export.total, export.tries) == (Export.State.READY, 1, 1, 1)
    assert "is ready" in sentence(Notice.objects.get(user=manager, kind="export_ready"))
    assert [row[2] for row in rows_of(read(client.get(file(export))))] == ["Person", "technician"]
    assert file(export) in client.get(reverse("exports:files")).content.decode()
    assert not writing.write(export_id=export.pk)
    assert Notice.objects.filter(kind="export_ready").count() == 1


def test_a_file_is_its_owners_alone(manager: User, outsider: User, oem_user: User, big: None) -> None:
    export = ordered(browser(manager))
    assert browser(manager).get(file(export)).status_code == 404, "it is not there yet"
    assert writing.write(export_id=export.pk)
    others = [
        manager_of(manager.memberships.get().dealer, "another"),
        manager_of(outsider.memberships.get().dealer, "elsewhere"),
        oem_user,
    ]
    for other in others:
        client = browser(other)
        assert client.get(file(export)).status_code == 404
        assert "Who has confirmed" not in client.get(reverse("exports:files")).content.decode()
    assert Client().get(file(export)).status_code == 302
    assert Client().get(reverse("exports:files")).status_code == 302
    assert browser(manager).get(reverse("exports:file", args=[uuid4()])).status_code == 404
    assert browser(manager).get(file(export)).status_code == 200


def test_a_file_is_for_who_may_still_see_all_that_it_holds(manager: User, outsider: User, big: None) -> None:
    export = ordered(browser(manager))
    writing.write(export_id=export.pk)
    elsewhere = outsider.memberships.get().dealer
    own = manager.memberships.get()
    second = factories.MembershipFactory(user=manager, dealer=elsewhere, is_manager=True)
    assert browser(manager).get(file(export)).status_code == 200, "who sees more has it still"
    Membership.objects.filter(pk=own.pk).update(is_manager=False)
    assert browser(manager).get(file(export)).status_code == 404
    second.delete()
    assert browser(manager).get(file(export)).status_code == 404
    Membership.objects.filter(pk=own.pk).update(is_manager=True)
    assert browser(manager).get(file(export)).status_code == 200


def test_whose_rows_it_holds_is_decided_when_it_is_written(manager: User, big: None) -> None:
    export = ordered(browser(manager))
    Membership.objects.filter(user=manager).update(is_manager=False)
    assert not writing.write(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert not storage.exists(name=export.stored_as)
    assert "could not be written" in sentence(Notice.objects.get(user=manager, kind="export_failed"))


def test_a_file_ends_after_a_week_before_anybody_tidies(
    manager: User, big: None, django_capture_on_commit_callbacks: Commits
) -> None:
    export = ordered(browser(manager))
    writing.write(export_id=export.pk)
    Export.objects.update(asked_at=timezone.now() - writing.KEPT)
    assert browser(manager).get(file(export)).status_code == 404
    assert file(export) not in browser(manager).get(reverse("exports:files")).content.decode()
    writing.tend()
    assert not Export.objects.exists()
    assert not storage.exists(name=export.stored_as)


def test_what_is_asked_for_twice_is_written_once_and_not_too_much_waits(manager: User, big: None) -> None:
    client, dealer = browser(manager), manager.memberships.get().dealer_id
    for _ in range(2):
        client.get(TABLE)
    assert Export.objects.count() == 1
    for name in ("people", "publications", "record", "duties", "dealers"):
        client.get(f"/duties/tables/{name}?format=xlsx&dealer={dealer}")
    assert Export.objects.count() <= giving.MOST_WAITING
    # A table without rows is sent at once.
    assert Export.objects.filter(table="duties.record").count() == 0
    client.head(f"/duties/tables/people?format=xlsx&edition={Export.objects.count()}")


class Broken(Exception):
    """Of the test."""


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A table of a room of the test, of what stands in the list; an exception in it is raised at its place."""
    held: list[Any] = []

    def read_lines() -> Iterator[list[object]]:
        for one in held:
            if isinstance(one, Exception):
                raise one
            yield [one]

    def opens(viewer: Any, user: User, facts: Any) -> Opened:
        if viewer.user_id is None:
            raise NotVisible
        return Opened("Numbers", "numbers", ["Number"], read_lines, lambda: len(held), grounds_of(viewer))

    monkeypatch.setitem(tables._tables, "test.numbers", tables._Known("Numbers", opens))
    return held


def test_what_fails_is_tried_again_from_the_beginning(
    technician: User, lines: list[Any], django_capture_on_commit_callbacks: Commits
) -> None:
    lines[:] = [1, 2, Broken()]
    export = giving.ask(user=technician, table="test.numbers", asked={}, format="csv", total=3)
    with pytest.raises(Broken):
        tasks.write(export.pk)
    export.refresh_from_db()
    assert (export.state, export.tries, export.leased_until) == (Export.State.WAITING, 1, None)
    assert not storage.exists(name=export.stored_as)
    lines[:] = [1, 2, 3]
    Export.objects.update(asked_at=timezone.now() - timedelta(minutes=10))
    with django_capture_on_commit_callbacks(execute=True):
        writing.tend()
    export.refresh_from_db()
    assert (export.state, export.rows) == (Export.State.READY, 3)
    assert read(browser(technician).get(file(export))).decode("utf-8-sig").split() == ["Number", "1", "2", "3"]


def test_what_fails_three_times_has_failed_and_is_told_of(technician: User, lines: list[Any]) -> None:
    lines[:] = [Broken()]
    export = giving.ask(user=technician, table="test.numbers", asked={}, format="xlsx", total=1)
    for _ in range(writing.MOST_TRIES):
        with pytest.raises(Broken):
            tasks.write(export.pk)
    tasks.write(export.pk)
    export.refresh_from_db()
    assert (export.state, export.tries) == (Export.State.FAILED, 3)
    assert Notice.objects.filter(user=technician, kind="export_failed").count() == 1
    assert "Ask for it again" in browser(technician).get(reverse("exports:files")).content.decode()


def test_a_worker_that_holds_a_file_is_left_alone_and_a_dead_one_is_not(
    technician: User, lines: list[Any], django_capture_on_commit_callbacks: Commits
) -> None:
    lines[:] = [1]
    export = giving.ask(user=technician, table="test.numbers", asked={}, format="csv")
    soon = timezone.now() + timedelta(seconds=60)
    Export.objects.update(leased_until=soon, tries=1, asked_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True) as sent:
        writing.tend()
    assert not sent
    assert not writing.write(export_id=export.pk)
    Export.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        writing.tend()
    assert Export.objects.get().state == Export.State.READY
    Export.objects.update(state=Export.State.WAITING, tries=3, leased_until=timezone.now() - timedelta(seconds=1))
    writing.tend()
    assert Export.objects.get().state == Export.State.FAILED


def test_how_far_it_is_stands_on_the_page(technician: User, lines: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROWS_BETWEEN", 2)
    seen: list[int] = []

    class Looks(int):
        def __str__(self) -> str:
            seen.append(Export.objects.get().rows)
            page = browser(technician).get(reverse("exports:files")).content.decode()
            assert f"{seen[-1]} of 5" in page
            assert f'value="{20 * seen[-1]}"' in page
            return super().__str__()

    lines[:] = [1, 2, Looks(3), 4, Looks(5)]
    export = giving.ask(user=technician, table="test.numbers", asked={}, format="csv", total=5)
    assert writing.write(export_id=export.pk)
    assert seen == [2, 4]


def test_more_rows_than_a_sheet_holds_go_on_the_next(
    technician: User, lines: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_SHEET_ROWS", 4)
    lines[:] = list(range(7))
    export = giving.ask(user=technician, table="test.numbers", asked={}, format="xlsx", total=7)
    writing.write(export_id=export.pk)
    book = load_workbook(BytesIO(storage.read_bytes(name=export.stored_as)))
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["Number", 0, 1, 2],
        ["Number", 3, 4, 5],
        ["Number", 6],
    ]


def test_the_page_of_files_costs_the_same_for_many(technician: User, lines: list[Any]) -> None:
    client, costs = browser(technician), []
    for number in (1, 12):
        for _ in range(number):
            Export.objects.create(user=technician, table="test.numbers", format="csv", total=3)
        with CaptureQueriesContext(connection) as queries:
            answer: HttpResponse = client.get(reverse("exports:files"))
        assert answer.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_table_that_there_is_no_more_is_absent(technician: User) -> None:
    export = Export.objects.create(user=technician, table="gone.table", format="csv", state=Export.State.READY)
    assert browser(technician).get(file(export)).status_code == 404
    assert browser(technician).get(reverse("exports:files")).status_code == 200
