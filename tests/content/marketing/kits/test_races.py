"""Many at once, with real threads and real connections: PINs that are guessed, a thing that is put in twice, a kit that
two publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.utils import timezone

from content.marketing.kits import collections as light_table
from content.marketing.kits.models import Collection, CollectionItem, KitAsset
from content.marketing.kits.pins import WRONG_BEFORE_WAIT, PinLocked, enter_pin
from content.marketing.kits.receivers import note_assets
from portal.core.dispatch import kept_here
from portal.network.api import viewer_for
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture(autouse=True)
def _content_types_of_the_next_test(transactional_db: None) -> Iterator[None]:
    """Emptying the tables takes the content types too; what was remembered of them is forgotten."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def at_once(call: Callable[[], Any]) -> list[Any]:
    """What the call gives, begun so many times at the same moment."""
    start = Barrier(AT_ONCE)

    def run(_number: int) -> Any:
        start.wait(timeout=20)
        try:
            with kept_here():
                return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_guesses_at_once_are_no_more_than_guesses_one_by_one(world: World) -> None:
    asset = b.asset()
    made = b.given(world.sam, b.kit(b.section(b.assets(asset))), f"asset:{asset.pk}", pin="4711")
    at = timezone.now()

    def guess() -> str:
        try:
            return str(enter_pin(link=made.link, pin="0000", at=at))
        except PinLocked:
            return "locked"

    found = at_once(guess)
    assert sorted(found) == ["False"] * WRONG_BEFORE_WAIT + ["locked"] * (AT_ONCE - WRONG_BEFORE_WAIT)


def test_a_thing_that_is_put_in_many_times_is_in_once(world: World) -> None:
    asset, viewer = b.asset(), viewer_for(user=world.sam)
    collection = Collection.objects.create(owner=world.sam, dealer=world.dealer, title="Mine")

    def put() -> bool:
        return light_table.add(
            actor=world.sam, viewer=viewer, collection_id=collection.pk, kind="asset", thing_id=asset.pk
        )

    assert sorted(at_once(put)) == [False] * (AT_ONCE - 1) + [True]
    assert CollectionItem.objects.count() == 1


def test_two_who_publish_a_kit_write_its_assets_once(world: World) -> None:
    page = b.kit(b.section(b.assets(b.asset("1"), b.asset("2"))))

    def note() -> None:
        with transaction.atomic():
            note_assets(page)

    at_once(note)
    assert KitAsset.objects.filter(kit=page).count() == 2
