"""The audit's page: for administrators alone, by what they look for, one page after the other; publishing is in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.insight.audit import reading, views
from content.insight.audit.reading import Asked
from content.library import api as library
from portal.core import events
from portal.core.models import Event
from portal.network.models import User
from tests import factories
from tests.content.insight import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    return factories.UserFactory(username="root", last_name="Root", is_superuser=True)


@pytest.fixture
def desk(root: User) -> Client:
    return builders.signed_in(root)


def subjects(client: Client, query: str) -> list[str]:
    return [row.subject for row, _data in client.get(f"/cms/audit/?{query}").context["rows"]]


def test_only_administrators_read_it(desk: Client, technician: User) -> None:
    author = builders.author(builders.owned().manual.department)
    for path in ("/cms/audit/", "/cms/audit/export"):
        assert desk.get(path).status_code == 200
        for user in (author, technician, factories.oem_person(username=f"oem-{path[5:9]}{len(path)}")):
            assert builders.signed_in(user).get(path).status_code == 302
        assert Client().get(path).status_code == 302
    keeper = factories.oem_person(username="keeper")
    keeper.user_permissions.add(Permission.objects.get(codename="view_event"))
    assert builders.signed_in(keeper).get("/cms/audit/").status_code == 200


def test_events_are_found(desk: Client, root: User, technician: User) -> None:
    old = timezone.now() - timedelta(days=10)
    Event.objects.create(verb="probe.withdrawn", subject="edition:1", actor=technician, data={"a": "<b>"}, at=old)
    events.record(verb="probe.received", subject="edition:2", actor=root)
    events.record(verb="probes", subject="edition:3", actor=None)
    day = timezone.localdate()
    for query, expected in {
        "verb=probe.": ["edition:2", "edition:1"],
        "verb=probe.received": ["edition:2"],
        "subject=edition:3": ["edition:3"],
        "person=technician&verb=probe.": ["edition:1"],
        "person=root&verb=probe.": ["edition:2"],
        "person=nobody": [],
        f"verb=probe.&from={day}": ["edition:2"],
        f"verb=probe.&to={day - timedelta(days=9)}": ["edition:1"],
        f"verb=probe.&from={day - timedelta(days=11)}&to={day}": ["edition:2", "edition:1"],
    }.items():
        assert subjects(desk, query) == expected, query
    page = desk.get("/cms/audit/?verb=probe.").content.decode()
    assert "&lt;b&gt;" in page
    for nonsense in ("before=x", f"before={2**70}", "from=2026-13-45", "to=x", "verb=%00", "person=%25"):
        assert desk.get(f"/cms/audit/?{nonsense}").status_code == 200


def test_pages_follow_by_key_and_cost_the_same(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PER_PAGE", 5)
    events.record_many(verb="probe", subjects=[f"x:{n}" for n in range(12)], actor=None)
    seen, before, counts = [], None, []
    while True:
        with CaptureQueriesContext(connection) as queries:
            rows, following = reading.page(Asked(verb="probe", before=before))
        counts.append(len(queries))
        seen += [row.subject for row in rows]
        # What is written meanwhile moves nothing.
        events.record(verb="probe", subject="x:late", actor=None)
        if following is None:
            break
        before = following
    assert seen == [f"x:{n}" for n in reversed(range(12))]
    assert counts == [1, 1, 1]
    assert "before=" in desk.get("/cms/audit/?verb=probe").content.decode()


def test_it_is_taken_away_and_that_is_an_event(desk: Client, root: User) -> None:
    events.record(verb="probe", subject="=cmd()", actor=root, data={"n": 1})
    text = b"".join(desk.get("/cms/audit/export?verb=probe").streaming_content).decode()
    assert text.count("\r\n") == 2
    assert ",root,probe,'=cmd()," in text
    taken = Event.objects.get(verb="audit.exported")
    assert (taken.actor, taken.data) == (root, {"verb": "probe"})
    assert views.KEPT == ("verb", "person", "subject", "from", "to")


def test_publishing_and_superseding_are_recorded(root: User) -> None:
    edition = builders.owned()
    page = edition.manual
    page.save_revision(user=root).publish(user=root)
    page.refresh_from_db()
    page.unpublish(user=root)
    later = factories.edition(page)
    library.withdraw(edition_id=later.pk, actor=root)
    kept = page.pk
    page.delete()
    of_page = Event.objects.filter(subject=f"page:{kept}").order_by("pk")
    assert [(row.verb, row.data["kind"]) for row in of_page] == [
        ("page.published", "manual"),
        ("page.unpublished", "manual"),
        ("page.deleted", "manual"),
    ]
    assert of_page[0].actor == root
    line = Event.objects.filter(subject=f"edition:{edition.pk}", verb="edition.superseded").order_by("pk")
    assert [row.data["by"] for row in line] == [later.pk, None]
