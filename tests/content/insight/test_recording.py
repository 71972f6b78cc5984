"""Uses are written once a day and person, cheaply, and never stand in the way of what they count."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from content.delivery.api import What, note_use
from content.insight.models import Use
from portal.network.api import viewer_for
from portal.network.models import User
from tests import factories
from tests.content.insight import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def uses() -> list[tuple[str, str, int]]:
    return sorted(Use.objects.values_list("user__username", "what", "thing_id"))


def test_reading_ten_pages_is_one_use_and_one_statement_more(technician: User) -> None:
    edition = builders.owned()
    client = builders.signed_in(technician)
    address = f"/manuals/{edition.manual_id}/p/1"
    counts = []
    for _turn in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(sum("insight_use" in query["sql"] for query in queries))
    assert counts == [1, 0, 0]
    client.get(f"/manuals/{edition.manual_id}/p/2")
    client.head(address)
    assert uses() == [("technician", "seen", edition.pk)]
    assert Use.objects.get().dealer == technician.memberships.get().dealer


def test_without_the_cache_a_use_is_one_all_the_same(technician: User) -> None:
    edition = builders.owned()
    for _turn in range(2):
        cache.clear()
        builders.use(technician, edition)
    builders.use(technician, edition, days_ago=1)
    assert Use.objects.count() == 2


def test_printing_and_downloading_count(technician: User, settings: Any, tmp_path: Any) -> None:
    settings.S3_BUCKET, settings.FILES_DIR = "", str(tmp_path)
    edition = builders.owned()
    client = builders.signed_in(technician)
    assert client.get(f"/manuals/{edition.manual_id}/e/{edition.pk}/print?from=1&to=2").status_code == 200
    path = tmp_path / edition.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * edition.size)
    assert client.get(f"/files/editions/{edition.pk}").status_code in (200, 404)
    note_use(viewer=viewer_for(user=technician), thing="edition", thing_id=edition.pk, what=What.SHARED)
    assert ("technician", "printed", edition.pk) in uses()
    assert ("technician", "shared", edition.pk) in uses()


def test_staff_and_strangers_are_not_counted(technician: User, oem_user: User) -> None:
    edition = builders.owned()
    builders.use(oem_user, edition)
    builders.use(factories.UserFactory(username="nowhere"), edition)
    note_use(viewer=viewer_for(user=technician), thing="unknown", thing_id=1, what=What.SEEN)
    assert not Use.objects.exists()


def test_what_is_not_seen_is_no_use(technician: User) -> None:
    hidden = builders.owned(brands=[factories.BrandFactory()])
    client = builders.signed_in(technician)
    assert client.get(f"/manuals/{hidden.manual_id}/p/1").status_code == 404
    assert client.get(f"/manuals/{hidden.manual_id}/e/{hidden.pk}/print").status_code == 404
    assert not Use.objects.exists()


def test_a_database_that_refuses_takes_nothing_from_the_reader(
    technician: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise DatabaseError("busy")

    edition = builders.owned()
    monkeypatch.setattr(Use.objects, "bulk_create", refuse)
    assert builders.signed_in(technician).get(f"/manuals/{edition.manual_id}/p/1").status_code == 200
    monkeypatch.undo()
    builders.use(technician, edition)
    assert Use.objects.count() == 1


def test_a_use_is_never_changed(technician: User) -> None:
    builders.use(technician, builders.owned())
    with pytest.raises(TypeError):
        Use.objects.get().save()
