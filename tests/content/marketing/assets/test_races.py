"""Two at the same time: on a database that locks rows, one of them wins and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from content.marketing.assets import leases, pipeline, renditions
from content.marketing.assets.binding import bind
from content.marketing.assets.intake import receive
from content.marketing.assets.models import Asset, AssetBinding, Rendition, Work
from portal.core.dispatch import kept_here
from portal.core.models import Event
from tests import factories
from tests.content.marketing.assets import files

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def together(*calls: Any) -> list[Any]:
    """What the calls give, made at the same time."""

    def run(call: Any) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.fixture(autouse=True)
def _content_types_of_the_next_test(transactional_db: None) -> Iterator[None]:
    """Emptying the tables takes the content types too; what was remembered of them is forgotten."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


@pytest.fixture
def asset(store: Path) -> Asset:
    """One that nobody has read yet."""
    path = store / "a.jpg"
    path.write_bytes(files.jpeg())
    with kept_here():
        return receive(path=path, original_name="a.jpg", department=factories.DepartmentFactory(), actor=None)[0]


def test_the_same_upload_at_once_is_one_asset(store: Path) -> None:
    department, key, path = factories.DepartmentFactory(), uuid4(), store / "a.jpg"
    path.write_bytes(files.jpeg())

    def once() -> tuple[Asset, bool]:
        return receive(path=path, original_name="a.jpg", department=department, actor=None, key=key)

    found = together(once, once, once)
    assert len({one.pk for one, _new in found}) == 1
    assert sorted(new for _one, new in found) == [False, False, True]
    assert Event.objects.filter(verb="asset.received").count() == 1
    assert Work.objects.count() == 1


def test_a_step_is_done_by_one_worker(asset: Asset) -> None:
    pk = asset.work.get().pk
    taken = together(*[lambda: leases.take(Work, pk=pk, related=("asset",))] * 4)
    assert sum(one is not None for one in taken) == 1
    Work.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    pipeline.work(work_id=pk)
    asset.refresh_from_db()
    assert (asset.state, asset.work.get().attempts) == ("ready", 2)


def test_a_file_is_asked_for_once(asset: Asset) -> None:
    together(*[lambda: renditions.ask(asset, None)] * 4)
    assert Rendition.objects.count() == 1


def test_two_bindings_of_one_campaign_leave_one(asset: Asset) -> None:
    together(*[lambda: bind(asset_ids=[asset.pk], by="campaign:1", effective_from=None, expires_at=None)] * 4)
    assert AssetBinding.objects.count() == 1
