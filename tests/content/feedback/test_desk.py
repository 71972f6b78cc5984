"""The inbox in the CMS: narrowed, paged, handled one by one or many at once; what an edition fixes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.feedback.models import Report
from content.library.models import Edition
from portal.network.models import User
from tests import factories
from tests.content.feedback import builders

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def edition(technician: User) -> Edition:
    return builders.owned()


@pytest.fixture
def ann(edition: Edition) -> User:
    return builders.author(edition.manual.department)


@pytest.fixture
def desk(ann: User) -> Client:
    return builders.signed_in(ann)


def listed(client: Client, query: str = "") -> list[int]:
    return sorted(one.pk for one in client.get(f"/cms/feedback/?{query}").context["page"])


def test_the_inbox_is_narrowed(desk: Client, edition: Edition, technician: User, ann: User) -> None:
    old = builders.say(technician, edition, text="A wrong torque")
    Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=10), assigned_to=ann)
    other = builders.owned(document_number="WM-77")
    new = builders.say(technician, other, kind="missing", text="No picture")
    closed = builders.say(technician, edition, place=2)
    Report.objects.filter(pk=closed.pk).update(state=State.NO_CHANGE)
    assert listed(desk) == [old.pk, new.pk]
    assert listed(desk, "state=all") == [old.pk, new.pk, closed.pk]
    assert listed(desk, "state=no_change") == [closed.pk]
    assert listed(desk, "kind=missing") == [new.pk]
    assert listed(desk, "age=week") == [old.pk]
    assert listed(desk, "age=month") == []
    assert listed(desk, "whose=mine") == [old.pk]
    assert listed(desk, "whose=nobody") == [new.pk]
    assert listed(desk, "q=wm-77") == [new.pk]
    assert listed(desk, "q=torque") == [old.pk]
    assert listed(desk, f"manual={other.manual_id}") == [new.pk]
    assert listed(desk, f"about=edition:{edition.pk}") == [old.pk]
    assert desk.get("/cms/feedback/?about=edition:9x").status_code == 404
    assert desk.get(f"/cms/feedback/?about=edition:{2**64}").status_code == 404


def test_departments_see_their_own(desk: Client, edition: Edition, technician: User) -> None:
    made = builders.say(technician, edition)
    stranger = builders.signed_in(builders.author(builders.department("parts"), "stranger"))
    assert listed(stranger) == []
    later = builders.later(edition.manual)
    assert stranger.get(f"/cms/feedback/{made.pk}/").status_code == 404
    for step in ("assign", "answer", "leave", "fix", "reopen"):
        sent = {"text": "x", "edition": later.pk, "to": ""}
        assert stranger.post(f"/cms/feedback/{made.pk}/{step}/", sent).status_code == 404
    assert stranger.get(f"/cms/feedback/fixes/{later.pk}/").status_code == 302  # Wagtail's "no permission"
    stranger.post("/cms/feedback/many/", {"report": made.pk, "close": 1, "reason": "x"})
    made.refresh_from_db()
    assert made.state == State.NEW
    nobody = builders.signed_in(factories.oem_person())
    assert nobody.get("/cms/feedback/").status_code == 302
    reader = builders.signed_in(technician)
    assert reader.get(f"/cms/feedback/{made.pk}/").status_code == 302
    administrator = builders.signed_in(factories.UserFactory(username="root", is_superuser=True))
    assert listed(administrator) == [made.pk]


def test_a_report_is_handled_step_by_step(desk: Client, edition: Edition, technician: User, ann: User) -> None:
    made = builders.say(technician, edition)
    address = f"/cms/feedback/{made.pk}/"
    page = desk.get(address).content.decode()
    assert "It is 35 Nm." in page
    assert f"/e/{edition.pk}/p/1/image" in page
    desk.post(f"{address}assign/", {"to": ann.pk})
    desk.post(f"{address}answer/", {"text": "Which bolt?"})
    desk.post(f"{address}answer/", {"text": " "})
    made.refresh_from_db()
    assert (made.state, made.assigned_to, made.remarks.count()) == (State.ANSWERED, ann, 2)
    later = builders.later(edition.manual)
    desk.post(f"{address}fix/", {"edition": ""})
    desk.post(f"{address}fix/", {"edition": later.pk, "text": "Now 35."})
    made.refresh_from_db()
    assert (made.state, made.fixed_in) == (State.FIXED, later)
    desk.post(f"{address}reopen/")
    desk.post(f"{address}leave/", {"text": "No."})
    made.refresh_from_db()
    assert made.state == State.NO_CHANGE
    assert desk.post(f"{address}dance/").status_code == 404
    assert desk.get(f"/cms/feedback/{made.pk + 1}/").status_code == 404
    assert desk.post(f"/cms/feedback/{2**64}/answer/", {"text": "x"}).status_code == 404


def test_many_are_given_or_closed(desk: Client, edition: Edition, technician: User, ann: User) -> None:
    ids = [builders.say(technician, edition, place=place).pk for place in (0, 1, 2)]
    desk.post("/cms/feedback/many/", {"report": ids[:2], "assign": 1, "to": ann.pk})
    assert Report.objects.filter(assigned_to=ann, state=State.IN_WORK).count() == 2
    desk.post("/cms/feedback/many/", {"report": ids, "close": 1, "reason": ""})
    assert Report.objects.filter(state=State.NO_CHANGE).count() == 0
    answer = desk.post("/cms/feedback/many/", {"report": ids, "close": 1, "reason": "As meant", "kept-kind": "wrong"})
    assert answer.headers["Location"] == "/cms/feedback/?kind=wrong"
    assert Report.objects.filter(state=State.NO_CHANGE).count() == 3
    assert desk.post("/cms/feedback/many/", {"report": "x"}).status_code == 404


def test_an_author_ticks_what_an_edition_fixes(desk: Client, edition: Edition, technician: User, ann: User) -> None:
    ids = [builders.say(technician, edition, place=place).pk for place in (1, 2)]
    later = builders.later(edition.manual, label="2026-12")
    elsewhere = builders.say(technician, builders.owned())
    editions = desk.get(f"/cms/editions/of/{edition.manual_id}/").content.decode()
    assert "2 open reports" in editions
    assert f"/cms/feedback/fixes/{later.pk}/" in editions
    address = f"/cms/feedback/fixes/{later.pk}/"
    assert [one.pk for one in desk.get(address).context["page"]] == ids
    desk.post(address, {"report": [ids[0], elsewhere.pk]})
    assert not Report.objects.filter(state=State.FIXED).exists()
    desk.post(address, {"report": ids[:1]})
    assert list(Report.objects.filter(fixed_in=later).values_list("pk", flat=True)) == ids[:1]


def test_lists_of_editions_and_the_inbox_cost_the_same(desk: Client, edition: Edition, technician: User) -> None:
    counts = []
    for number in (1, 9):
        for place in range(number):
            Report.objects.create(
                about="edition",
                about_id=edition.pk,
                place=100 * number + place,
                title="x",
                edition=edition,
                manual=edition.manual,
                department=edition.manual.department,
                kind="wrong",
                reporter=technician,
            )
        with CaptureQueriesContext(connection) as queries:
            desk.get("/cms/feedback/")
            desk.get(f"/cms/editions/of/{edition.manual_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_authors_see_in_the_reader_how_many_reports_wait(ann: User, edition: Edition, technician: User) -> None:
    builders.say(technician, edition)
    door = f"/feedback/on/edition/{edition.pk}/1"
    assert "1 open report" in builders.signed_in(ann).get(door).content.decode()
    others = (technician, builders.author(builders.department("parts"), "stranger"), factories.oem_person())
    for other in others:
        assert "open report" not in builders.signed_in(other).get(door).content.decode()
