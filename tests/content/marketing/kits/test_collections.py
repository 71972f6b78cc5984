"""The light table: who sees and changes a collection, and that it gives no right to anything."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library.api import NotVisible
from content.marketing.assets.models import Asset
from content.marketing.kits import collections as light_table
from content.marketing.kits.collections import CollectionRefused, collections_visible, open_collection
from content.marketing.kits.models import Collection, CollectionItem
from content.marketing.kits.sharing import NotShared, offers_of, open_share, share
from portal.network.api import viewer_for
from portal.network.models import Membership, User
from tests import factories
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db


def begun(user: User, *, shared: bool = False, title: str = "Mine") -> Collection:
    dealer_id = user.memberships.get().dealer_id  # type: ignore[attr-defined]
    viewer = viewer_for(user=user)
    return light_table.begin(actor=user, viewer=viewer, dealer_id=dealer_id, title=title, is_shared=shared)


def put(user: User, collection: Collection, kind: str, thing: object) -> bool:
    return light_table.add(
        actor=user,
        viewer=viewer_for(user=user),
        collection_id=collection.pk,
        kind=kind,
        thing_id=thing.pk,  # type: ignore[attr-defined]
    )


def titles(user: User, collection: Collection) -> list[str]:
    return [one.title for one in open_collection(viewer=viewer_for(user=user), collection_id=collection.pk).things]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_who_sees_which_collections(world: World) -> None:
    private, shared = begun(world.sam, title="Private"), begun(world.sam, shared=True, title="Shared")
    seen = {
        name: {one.title for one in collections_visible(viewer=viewer_for(user=getattr(world, name)))}
        for name in ("sam", "ann", "max", "tom", "eve", "oem")
    }
    assert seen == {
        "sam": {"Private", "Shared"},
        "ann": {"Shared"},
        "max": {"Shared"},
        "tom": {"Shared"},
        "eve": set(),
        "oem": set(),
    }
    for name, address in (("ann", private.pk), ("eve", shared.pk), ("eve", 10**9), ("sam", 2**63)):
        client = browser(getattr(world, name))
        assert client.get(f"/marketing/collections/{address}/").status_code == 404
        for action in ("arrange", "settings", "delete", "take", "share"):
            assert client.post(f"/marketing/collections/{address}/{action}/").status_code == 404
    assert browser(world.ann).get(f"/marketing/collections/{shared.pk}/").status_code == 200
    assert Client().get(f"/marketing/collections/{shared.pk}/").status_code == 302
    Membership.objects.filter(user=world.sam).update(dealer=world.other)
    assert not collections_visible(viewer=viewer_for(user=world.sam)).exists()


def test_each_sees_in_a_shared_one_what_they_may_see(world: World) -> None:
    collection = begun(world.sam, shared=True)
    manual = factories.manual(title="Manual", roles=[world.sales])
    factories.edition(manual, pages=["x"])
    for kind, thing in (
        ("asset", b.asset("Everybody")),
        ("asset", b.asset("Sales picture", roles=[world.sales])),
        ("kit", b.kit(b.section(b.points()), title="Sales kit", roles=[world.sales])),
        ("publication", manual),
    ):
        assert put(world.sam, collection, kind, thing)
        assert not put(world.sam, collection, kind, thing)
    assert titles(world.ann, collection) == ["Everybody", "Sales picture", "Sales kit", "Manual"]
    assert titles(world.tom, collection) == ["Everybody"]
    text = browser(world.tom).get(f"/marketing/collections/{collection.pk}/").content.decode()
    assert "Sales picture" not in text
    Asset.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert titles(world.sam, collection) == ["Sales kit", "Manual"]


def test_what_one_may_not_see_cannot_be_put_in(world: World) -> None:
    collection = begun(world.sam)
    theirs = b.asset("Theirs", brands=[world.south])
    draft = b.kit(b.section(b.points()), live=False)
    manual = factories.manual()
    client = browser(world.sam)
    for kind, thing in (("asset", theirs), ("kit", draft), ("publication", manual), ("user", world.eve)):
        with pytest.raises(NotVisible):
            put(world.sam, collection, kind, thing)
        assert client.get("/marketing/collections/add/", {"kind": kind, "id": thing.pk}).status_code == 404
    for nonsense in ("", "x", "-1", str(2**64)):
        assert client.get("/marketing/collections/add/", {"kind": "asset", "id": nonsense}).status_code == 404
    assert not CollectionItem.objects.exists()


def test_who_changes_a_shared_collection(world: World) -> None:
    collection = begun(world.sam, shared=True)
    asset = b.asset()
    for name in ("ann", "tom", "eve"):
        with pytest.raises(NotVisible):
            put(getattr(world, name), collection, "asset", asset)
        client = browser(getattr(world, name))
        for action in ("arrange", "settings", "delete"):
            assert client.post(f"/marketing/collections/{collection.pk}/{action}/", {"title": "x"}).status_code == 404
    assert put(world.max, collection, "asset", asset)
    collection.refresh_from_db()
    assert collection.title == "Mine"


def test_things_are_put_in_an_order_with_notes(world: World) -> None:
    collection = begun(world.sam)
    assets = [b.asset(str(n)) for n in range(4)]
    for one in assets:
        put(world.sam, collection, "asset", one)
    first, second, third, last = collection.items.order_by("position").values_list("pk", flat=True)
    client = browser(world.sam)
    address = f"/marketing/collections/{collection.pk}/arrange/"
    sent = {"order": [first, second, third, last], f"note-{first}": "For Ms Li", "move": f"down:{first}"}
    client.post(address, sent)
    assert titles(world.sam, collection) == ["1", "0", "2", "3"]
    client.post(address, {"order": [second, first, third, last], "move": f"up:{second}"})
    client.post(address, {"order": [last, "x", last, 10**9, "9" * 40], "move": "up:"})
    assert titles(world.sam, collection) == ["3", "1", "0", "2"]
    assert CollectionItem.objects.get(pk=first).note == "For Ms Li"
    client.post(f"/marketing/collections/{collection.pk}/remove/{last}/")
    assert titles(world.sam, collection) == ["1", "0", "2"]
    theirs = begun(world.eve)
    put(world.eve, theirs, "asset", assets[0])
    foreign = theirs.items.get()
    client.post(f"/marketing/collections/{collection.pk}/remove/{foreign.pk}/")
    assert theirs.items.count() == 1


def test_begun_renamed_shared_and_deleted(world: World) -> None:
    client = browser(world.sam)
    asset = b.asset()
    made = client.post(
        "/marketing/collections/add/",
        {"kind": "asset", "id": asset.pk, "collection": "new", "title": "Van", "dealer": world.dealer.pk},
    )
    collection = Collection.objects.get()
    assert made["Location"] == f"/marketing/collections/{collection.pk}/"
    assert titles(world.sam, collection) == [asset.title]
    client.post(f"/marketing/collections/{collection.pk}/settings/", {"title": "Vans", "is_shared": "on"})
    collection.refresh_from_db()
    assert (collection.title, collection.is_shared) == ("Vans", True)
    client.post(f"/marketing/collections/{collection.pk}/settings/", {"title": "  "})
    assert client.post("/marketing/collections/", {"title": "X", "dealer": world.other.pk}).status_code == 422
    with pytest.raises(CollectionRefused):
        light_table.begin(
            actor=world.sam, viewer=viewer_for(user=world.sam), dealer_id=world.other.pk, title="Elsewhere"
        )
    assert Collection.objects.count() == 1
    client.post(f"/marketing/collections/{collection.pk}/delete/")
    assert not Collection.objects.exists()


def test_a_thing_is_one_thing_and_in_it_once(world: World) -> None:
    collection, asset = begun(world.sam), b.asset()
    page = b.kit(b.section(b.points()))
    CollectionItem.objects.create(collection=collection, position=1, asset=asset)
    for wrong in ({"asset": asset}, {"asset": asset, "kit": page}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CollectionItem.objects.create(collection=collection, position=2, **wrong)


def test_it_is_taken_as_an_archive(world: World) -> None:
    collection = begun(world.sam)
    put(world.sam, collection, "asset", b.asset("Front"))
    put(world.sam, collection, "kit", b.kit(b.section(b.points())))
    answer = browser(world.sam).post(f"/marketing/collections/{collection.pk}/take/")
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        assert archive.namelist() == ["CONTENTS.txt", "Front.pdf"]


def test_a_customer_gets_of_it_what_some_kit_marks(world: World) -> None:
    marked, unmarked, lone = b.asset("Marked"), b.asset("Unmarked"), b.asset("In no kit")
    page = b.kit(b.section(b.assets(marked), b.assets(unmarked, customers=False)))
    collection = begun(world.sam)
    for one in (marked, unmarked, lone):
        put(world.sam, collection, "asset", one)
    viewer = viewer_for(user=world.sam)
    opened = open_collection(viewer=viewer, collection_id=collection.pk)
    CollectionItem.objects.update(note="Not below 30,000")
    opened = open_collection(viewer=viewer, collection_id=collection.pk)
    (offer,) = offers_of(opened, viewer=viewer)
    assert (offer.title, offer.caption) == ("Marked", "")
    made = share(
        actor=world.sam,
        viewer=viewer,
        dealer_id=world.dealer.pk,
        collection_id=collection.pk,
        keys=[offer.key],
        language="en",
    )
    assert [one.title for one in open_share(token=made.token).offers] == ["Marked"]
    page.unpublish()
    assert open_share(token=made.token).offers == []
    collection.delete()
    with pytest.raises(NotShared):
        open_share(token=made.token)


def test_statements_do_not_grow_with_what_is_in_it(world: World) -> None:
    client = browser(world.sam)

    def statements(number: int) -> int:
        collection = begun(world.sam, title=str(number))
        for _ in range(number):
            put(world.sam, collection, "asset", b.asset())
            put(world.sam, collection, "kit", b.kit(b.section(b.points())))
        client.get(f"/marketing/collections/{collection.pk}/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/marketing/collections/{collection.pk}/").status_code == 200
        return len(captured)

    assert statements(1) == statements(6)
