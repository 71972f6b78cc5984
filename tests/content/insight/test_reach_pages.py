"""The pages of reach: authors see what is theirs, managers their own dealership; numbers, order, exports, the API."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from content.acknowledgement.models import Acknowledgement
from content.delivery.api import What
from content.insight import summing
from content.insight.models import ThingReach
from content.library.models import Edition
from portal.core.models import Event
from portal.network.tokens import issue
from tests import factories
from tests.content.insight import builders
from tests.content.insight.builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    cache.clear()
    return builders.world()


@pytest.fixture
def edition(world: World) -> Edition:
    """Seen by bob and dan, printed by bob; told to all four; confirmed by bob."""
    made = builders.owned()
    builders.announced(made)
    for name, what in (("bob", What.SEEN), ("bob", What.PRINTED), ("dan", What.SEEN)):
        builders.use(world[name], made, what)
    Acknowledgement.objects.create(
        user=world["bob"], person="Bob", edition=made, title="x", label="x", dealer=world.one, wording="Read."
    )
    summing.follow()
    return made


@pytest.fixture
def staff(edition: Edition) -> Client:
    return builders.signed_in(builders.author(edition.manual.department))


def row_of(client: Client, query: str = "") -> list[tuple[int, int, int, int, int]]:
    rows = client.get(f"/insight/?{query}").context["rows"]
    return [(row.targeted, row.told, row.seen, row.taken, row.confirmed) for row in rows]


def test_authors_see_all_dealers_and_managers_their_own(staff: Client, world: World, edition: Edition) -> None:
    assert row_of(staff) == [(4, 4, 2, 1, 1)]
    manager = builders.signed_in(world["ann"])
    assert row_of(manager) == [(3, 3, 1, 1, 1)]
    for name in ("bob", "dan"):
        assert builders.signed_in(world[name]).get("/insight/").status_code == 404
    stranger = builders.signed_in(builders.author(builders.owned("parts").manual.department, "stranger"))
    assert row_of(stranger) == []
    assert stranger.get(f"/insight/edition/{edition.pk}/").status_code == 404
    assert builders.signed_in(factories.oem_person()).get("/insight/").status_code == 404


def test_a_list_is_narrowed_and_sorted(staff: Client, world: World, edition: Edition) -> None:
    unused = builders.owned(document_number="WM-77")
    summing.follow()
    ids = [row.thing.thing_id for row in staff.get("/insight/?sort=-seen").context["rows"]]
    assert ids == [edition.pk, unused.pk]
    assert [row.thing.thing_id for row in staff.get("/insight/?sort=seen").context["rows"]] == ids[::-1]
    for query, expected in (("unused=1", [unused.pk]), ("q=wm-77", [unused.pk]), ("kind=edition&q=falcon", None)):
        found = [row.thing.thing_id for row in staff.get(f"/insight/?{query}").context["rows"]]
        assert sorted(found) == sorted(expected or ids)
    ThingReach.objects.filter(thing_id=edition.pk).update(is_current=False)
    assert len(row_of(staff)) == 1
    assert len(row_of(staff, "past=1")) == 2
    for nonsense in ("sort=evil", "kind=evil", "page=x", "q=%00"):
        assert staff.get(f"/insight/?{nonsense}").status_code == 200


def test_one_thing_by_region_dealer_and_day(staff: Client, world: World, edition: Edition) -> None:
    page = staff.get(f"/insight/edition/{edition.pk}/")
    assert [people for _name, people in page.context["funnel"]] == [4, 4, 2, 1, 1]
    assert [(one.name, one.counts["seen"], one.dealers_seen) for one in page.context["regions"]] == [
        ("North", 1, 1),
        ("South", 1, 1),
    ]
    assert [(one.code, one.counts["targeted"], one.counts["seen"]) for one in page.context["page_obj"]] == [
        ("ONE", 3, 1),
        ("TWO", 1, 1),
    ]
    assert page.context["days"][-1]["printed"] == 1
    assert "people" not in page.context
    assert ">bob<" not in page.content.decode()
    north = staff.get(f"/insight/edition/{edition.pk}/?region={world.north.pk}")
    assert [one.code for one in north.context["page_obj"]] == ["ONE"]
    assert [one.name for one in north.context["regions"]] == ["Coast"]
    assert list(staff.get(f"/insight/edition/{edition.pk}/?unused=1").context["page_obj"]) == []
    for nonsense in ("region=x", f"region={2**70}", "region=999999"):
        assert staff.get(f"/insight/edition/{edition.pk}/?{nonsense}").status_code == 404
    for absent in (f"edition/{edition.pk + 99}", f"evil/{edition.pk}", f"edition/{2**70}"):
        assert staff.get(f"/insight/{absent}/").status_code == 404


def test_a_manager_sees_who_of_their_people_has_not_seen_it(world: World, edition: Edition) -> None:
    client = builders.signed_in(world["ann"])
    page = client.get(f"/insight/edition/{edition.pk}/")
    people = [(one.person.username, one.told, one.seen, one.taken, one.confirmed) for one in page.context["people"]]
    assert people == [
        ("ann", True, False, False, False),
        ("bob", True, True, True, True),
        ("cat", True, False, False, False),
    ]
    assert "Dealer Two" not in page.content.decode()
    assert "dan" not in [one[0] for one in people]


def test_what_is_not_for_the_team_is_absent_for_its_manager(world: World, edition: Edition) -> None:
    client = builders.signed_in(world["ann"])
    edition.manual.audience_dealers.set([world.two])
    edition.manual.save()
    assert row_of(client) == []
    for address in (f"/insight/edition/{edition.pk}/", f"/insight/edition/{edition.pk}/export"):
        assert client.get(address).status_code == 404
    exported = b"".join(client.get("/insight/export").streaming_content).decode()
    assert "Falcon" not in exported
    assert client.get("/api/v1/insight/things").json() == {"total": 0, "items": []}


def test_tables_are_taken_away(staff: Client, world: World, edition: Edition) -> None:
    type(edition.manual).objects.filter(pk=edition.manual_id).update(title="=1+1")
    summing.repair()
    text = b"".join(staff.get("/insight/export?format=csv").streaming_content).decode()
    assert "'=1+1" in text
    assert text.splitlines()[1].split(",")[5:10] == ["4", "4", "2", "1", "1"]
    address = f"/insight/edition/{edition.pk}/export?format=xlsx"
    sheet = load_workbook(BytesIO(b"".join(staff.get(address).streaming_content))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["ONE", "Dealer One", 3, 3, 1, 1, 1],
        ["TWO", "Dealer Two", 1, 1, 1, 0, 0],
    ]
    every = b"".join(staff.get("/insight/export/dealers").streaming_content).decode().splitlines()
    assert [line.split(",")[5] for line in every[1:]] == ["ONE", "TWO"]
    own = b"".join(builders.signed_in(world["ann"]).get("/insight/export/dealers").streaming_content).decode()
    assert "TWO" not in own
    assert Event.objects.filter(verb="export.taken").count() == 4
    assert staff.get("/insight/export?format=exe").status_code == 404
    assert load_workbook(BytesIO(b"".join(staff.get("/insight/export/dealers?format=xlsx").streaming_content)))


def test_machines_get_the_same(world: World, edition: Edition) -> None:
    manager = {"Authorization": f"Bearer {issue(user=world['ann'], name='x')}"}
    answer = Client().get("/api/v1/insight/things", headers=manager).json()
    (item,) = answer["items"]
    assert (answer["total"], item["id"], item["targeted"], item["seen"]) == (1, edition.pk, 3, 1)
    address = f"/api/v1/insight/things/edition/{edition.pk}/dealers"
    assert [one["dealer_code"] for one in Client().get(address, headers=manager).json()["items"]] == ["ONE"]
    assert Client().get("/api/v1/insight/things?page=9", headers=manager).json()["items"] == []
    technician = {"Authorization": f"Bearer {issue(user=world['bob'], name='x')}"}
    for path in ("/api/v1/insight/things", address):
        assert Client().get(path, headers=technician).status_code == 404
        assert Client().get(path).status_code == 401
    assert Client().get(f"/api/v1/insight/things/edition/{2**70}/dealers", headers=manager).status_code in (404, 422)


def test_pages_cost_the_same_for_many(staff: Client, world: World, edition: Edition) -> None:
    manager = builders.signed_in(world["ann"])
    numbers = []
    for things in (0, 12):
        for _number in range(things):
            other = builders.owned()
            dealer = factories.DealerFactory(region=world.coast)
            for person in range(2):
                user = factories.person(username=f"p{other.pk}-{person}", dealer=dealer)
                builders.use(user, edition)
                builders.use(user, other)
        summing.follow()
        with CaptureQueriesContext(connection) as queries:
            for client in (staff, manager):
                assert client.get("/insight/").status_code == 200
                assert client.get(f"/insight/edition/{edition.pk}/").status_code == 200
                b"".join(client.get("/insight/export").streaming_content)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert len(staff.get("/insight/").context["rows"]) == 13


def test_nobody_signed_in_gets_nothing(edition: Edition) -> None:
    for address in ("/insight/", f"/insight/edition/{edition.pk}/", "/insight/export", "/insight/export/dealers"):
        assert Client().get(address).status_code == 302
