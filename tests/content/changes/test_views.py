"""What changed, as it is shown: to those who may read both editions, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.changes import api as changes
from content.changes.models import Comparison
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.models import Brand, User
from tests import factories
from tests.content.changes.editions import text
from tests.content.changes.test_making import line

pytestmark = pytest.mark.django_db
SECRET = "SECRET-4711"


def compared(manual: Manual | None = None, *, pages: int = 1) -> Comparison:
    old = [text(seed) for seed in range(pages)]
    new = [f"{one} {SECRET}" for one in old]
    older, newer = line(manual or factories.manual(title=SECRET), old, new)
    row = changes.ask(one=older, other=newer)
    changes.make(comparison_id=row.pk)
    row.refresh_from_db()
    return row


def addresses(row: Comparison, **other: int) -> list[str]:
    manual, older, newer = row.older.manual_id, row.older_id, row.newer_id
    ids = {"manual": manual, "older": older, "newer": newer, **other}
    return [
        "/manuals/{manual}/changes/?from={older}&to={newer}".format(**ids),
        "/manuals/{manual}/changes/?from={newer}&to={older}".format(**ids),
        "/manuals/{manual}/changes/{older}/{newer}/1/".format(**ids),
    ]


def test_the_summary_and_the_words(technician_client: Client) -> None:
    row = compared()
    html = technician_client.get(f"/manuals/{row.older.manual_id}/changes/").content.decode()
    assert f"{SECRET}</ins>" in html
    assert f'href="/manuals/{row.older.manual_id}/changes/{row.older_id}/{row.newer_id}/1/"' in html


def test_both_pages_stand_side_by_side_with_marks(technician_client: Client) -> None:
    row = compared()
    html = technician_client.get(addresses(row)[2]).content.decode()
    for edition in (row.older_id, row.newer_id):
        assert f"/manuals/{row.older.manual_id}/e/{edition}/p/1/image?w=900" in html
    assert html.count('data-place="1"') == 2


def test_text_that_looks_like_markup_stays_text(technician_client: Client) -> None:
    evil = "<script>alert(1)</script>"
    older, newer = line(factories.manual(title=evil), [text(1)], [f"{text(1)} {evil}"])
    changes.make(comparison_id=changes.ask(one=older, other=newer).pk)
    for address in addresses(Comparison.objects.get()):
        assert evil not in technician_client.get(address).content.decode()


def test_what_nobody_has_asked_for_yet_is_being_made(technician_client: Client) -> None:
    first, _second, third = line(factories.manual(), [text(1)], [text(2)], [text(3)])
    address = f"/manuals/{first.manual_id}/changes/?from={first.pk}&to={third.pk}"
    waiting = technician_client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    changes.make(comparison_id=Comparison.objects.get().pk)
    ready = technician_client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' not in ready
    assert technician_client.get(f"/manuals/{first.manual_id}/changes/{third.pk}/{first.pk}/1/").status_code == 404


def test_one_edition_has_nothing_to_be_compared_with(technician_client: Client) -> None:
    (only,) = line(factories.manual(), [text(1)])
    assert "There is one edition" in technician_client.get(f"/manuals/{only.manual_id}/changes/").content.decode()
    assert not Comparison.objects.exists()


def test_the_list_is_narrowed_by_kind_and_pages(technician_client: Client) -> None:
    row = compared(pages=45)
    address = addresses(row)[0]
    assert technician_client.get(address).content.decode().count('class="changes-row ') == 20
    assert technician_client.get(f"{address}&page=3").content.decode().count('class="changes-row ') == 5
    assert technician_client.get(f"{address}&kind=added").content.decode().count('class="changes-row ') == 0
    assert technician_client.get(f"{address}&kind=zz&part=99&page=zz").status_code == 200


def test_many_changes_cost_no_more_statements_than_one(technician_client: Client) -> None:
    counts = []
    for pages in (1, 60):
        row = compared(factories.manual(), pages=pages)
        for address in (addresses(row)[0], addresses(row)[2]):
            with CaptureQueriesContext(connection) as statements:
                assert technician_client.get(address).status_code == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14


def hidden_manual() -> Comparison:
    return compared(factories.manual(title=SECRET, brands=[Brand.objects.get(code="south")]))


def older_withdrawn() -> Comparison:
    row = compared()
    library.withdraw(edition_id=row.older_id, actor=None)
    return row


def newer_to_come() -> Comparison:
    row = compared()
    Edition.objects.filter(pk=row.newer_id).update(effective_from=timezone.now() + timedelta(hours=1))
    return row


def unpublished() -> Comparison:
    row = compared()
    Manual.objects.filter(pk=row.older.manual_id).update(live=False)
    return row


@pytest.mark.parametrize("hide", [hidden_manual, older_withdrawn, newer_to_come, unpublished])
def test_who_may_not_read_both_learns_nothing(technician: User, outsider: User, hide: Callable[[], Comparison]) -> None:
    client = Client()
    client.force_login(technician)
    row = hide()
    for address in addresses(row):
        response = client.get(address)
        assert response.status_code == 404, address
        assert SECRET.encode() not in response.content
    assert SECRET not in client.get(f"/manuals/{row.older.manual_id}/changes/").content.decode().replace(
        row.older.manual.title, ""
    )


def test_editions_of_two_manuals_are_not_compared(technician_client: Client) -> None:
    mine, theirs = compared(), compared()
    for address in addresses(mine, newer=theirs.newer_id):
        assert technician_client.get(address).status_code == 404, address
    assert Comparison.objects.count() == 2


def test_impossible_addresses_are_not_there(technician_client: Client) -> None:
    row = compared()
    manual, older, newer = row.older.manual_id, row.older_id, row.newer_id
    for query in (f"from={older}&to={older}", "from=x&to=y", f"from={10**30}&to=1", f"from={older}"):
        assert technician_client.get(f"/manuals/{manual}/changes/?{query}").status_code == 404, query
    for path in (f"{older}/{newer}/0/", f"{older}/{newer}/2/", f"{10**30}/{newer}/1/"):
        assert technician_client.get(f"/manuals/{manual}/changes/{path}").status_code == 404, path
    assert technician_client.get(f"/manuals/{10**30}/changes/").status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in() -> None:
    for address in addresses(compared()):
        assert Client().get(address)["Location"].startswith("/account/login/")


@pytest.fixture
def author(db: None) -> Client:
    department = factories.DepartmentFactory()
    library.open_section(department=factories.section(department).department)
    client = Client()
    client.force_login(factories.oem_person(groups=[department.authors]))
    return client


def test_authors_see_it_before_dealers_do(author: Client, technician_client: Client) -> None:
    row = newer_to_come()
    html = author.get(f"/cms/changes/{row.newer_id}/").content.decode()
    assert f"{SECRET}</ins>" in html
    assert "1 changed, 0 added, 0 removed" in author.get(f"/cms/changes/{row.newer_id}/summary/").content.decode()
    assert technician_client.get(f"/cms/changes/{row.newer_id}/").status_code in (302, 403)


def test_authors_of_another_department_do_not(author: Client) -> None:
    other = factories.section(factories.DepartmentFactory())
    row = compared(factories.manual(department=other.department))
    for part in ("", "summary/"):
        response = author.get(f"/cms/changes/{row.newer_id}/{part}")
        assert SECRET not in response.content.decode()
        assert response.status_code in (302, 403)
