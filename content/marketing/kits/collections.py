"""The light table: collections of a dealership's people.

Its owner changes a collection, and a manager of the dealership; a shared one is read by all who work there. Each reader
sees in it what they may see themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.api import NotVisible, publications_in_force
from content.library.models import Manual
from content.marketing.assets.api import Asset, assets_visible
from content.marketing.kits.models import Collection, CollectionItem, SalesKit
from content.marketing.kits.reading import kits_visible
from portal.core import events
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer
from portal.network.models import User

KINDS = ("asset", "kit", "publication")
MOST_THINGS = 300
MOST_COLLECTIONS = 200
"""Of one person."""


class CollectionRefused(Refused):
    """This cannot be done with a collection."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a collection that its reader may see. For a publication, the row with its edition in force."""

    item: CollectionItem
    kind: str
    title: str
    publication: Manual | None = None


@dataclass(frozen=True, slots=True)
class OpenCollection:
    """A collection with what a viewer may see of it."""

    collection: Collection
    things: list[Thing]
    may_change: bool

    @property
    def title(self) -> str:
        return self.collection.title

    @property
    def assets(self) -> list[Asset]:
        return [one.item.asset for one in self.things if one.kind == "asset" and one.item.asset is not None]


def collections_visible(*, viewer: Viewer) -> QuerySet[Collection]:
    """The viewer's own at dealerships where they work, and those shared there, the latest first."""
    there = {pk for standing in viewer.standings for pk in standing.dealers}
    mine = Q(owner=viewer.user_id) | Q(is_shared=True)
    return (
        Collection.objects.filter(mine, dealer__in=there)
        .select_related("owner", "dealer")
        .order_by("-changed_at", "-pk")
    )


def open_collection(*, viewer: Viewer, collection_id: int) -> OpenCollection:
    """Raises NotVisible. Five statements."""
    collection = collections_visible(viewer=viewer).filter(pk=collection_id).first()
    if collection is None:
        raise NotVisible
    things = _things(collection, viewer)
    return OpenCollection(collection, things, may_change(collection, viewer=viewer))


def may_change(collection: Collection, *, viewer: Viewer) -> bool:
    """Its owner, and who manages the dealership where it is shared."""
    return collection.owner_id == viewer.user_id or (
        collection.is_shared and collection.dealer_id in viewer.managed_dealers
    )


def _things(collection: Collection, viewer: Viewer) -> list[Thing]:
    items = list(collection.items.order_by("position", "pk")[:MOST_THINGS])
    assets = {
        one.pk: one
        for one in assets_visible(viewer=viewer)
        .filter(pk__in=[item.asset_id for item in items if item.asset_id])
        .select_related("licence")
    }
    kits = kits_visible(viewer=viewer).in_bulk([item.kit_id for item in items if item.kit_id])
    named = [item.publication_id for item in items if item.publication_id]
    publications = {one.pk: one for one in publications_in_force(viewer=viewer).filter(pk__in=named)}
    return [thing for item in items if (thing := _thing(item, assets, kits, publications)) is not None]


def _thing(
    item: CollectionItem, assets: dict[int, Asset], kits: dict[int, SalesKit], publications: dict[int, Manual]
) -> Thing | None:
    if item.asset_id in assets:
        item.asset = assets[item.asset_id]
        return Thing(item, "asset", item.asset.own_title)
    if item.kit_id in kits:
        item.kit = kits[item.kit_id]
        return Thing(item, "kit", item.kit.title)
    if item.publication_id in publications:
        publication = publications[item.publication_id]
        return Thing(item, "publication", publication.title, publication)
    return None


def named(*, viewer: Viewer, kind: str, thing_id: int) -> str:
    """The title of what the viewer may put into a collection. Raises NotVisible."""
    if thing_id > LARGEST_ID or kind not in KINDS:
        raise NotVisible
    found: Asset | SalesKit | Manual | None
    if kind == "asset":
        found = assets_visible(viewer=viewer).filter(pk=thing_id).first()
    elif kind == "kit":
        found = kits_visible(viewer=viewer).filter(pk=thing_id).first()
    else:
        found = publications_in_force(viewer=viewer).filter(pk=thing_id).first()
    if found is None:
        raise NotVisible
    return found.own_title if isinstance(found, Asset) else str(found.title)


@transaction.atomic
def begin(*, actor: User, viewer: Viewer, dealer_id: int, title: str, is_shared: bool = False) -> Collection:
    """A new, empty collection at a dealership where the person works. Raises CollectionRefused."""
    if not any(dealer_id in standing.dealers for standing in viewer.standings):
        raise CollectionRefused(_("Collections are made at a dealership where you work."))
    if Collection.objects.filter(owner=actor).count() >= MOST_COLLECTIONS:
        raise CollectionRefused(_("You have %(most)d collections. Delete one first.") % {"most": MOST_COLLECTIONS})
    made = Collection.objects.create(owner=actor, dealer_id=dealer_id, title=_titled(title), is_shared=is_shared)
    events.record(verb="collection.made", subject=f"collection:{made.pk}", actor=actor, data={"shared": is_shared})
    return made


def _titled(title: str) -> str:
    title = " ".join(title.replace("\x00", "").split())[:120]
    if not title:
        raise CollectionRefused(_("A collection needs a name."))
    return title


@transaction.atomic
def add(*, actor: User, viewer: Viewer, collection_id: int, kind: str, thing_id: int, note: str = "") -> bool:
    """Put something at the end of a collection. Returns whether it was not in it yet. Raises NotVisible,
    CollectionRefused."""
    collection = _changeable(viewer, collection_id)
    named(viewer=viewer, kind=kind, thing_id=thing_id)
    if collection.items.filter(**{kind: thing_id}).exists():
        return False
    facts = collection.items.aggregate(last=Max("position"), number=Count("pk"))
    if facts["number"] >= MOST_THINGS:
        raise CollectionRefused(_("A collection holds at most %(most)d things.") % {"most": MOST_THINGS})
    try:
        with transaction.atomic():
            CollectionItem.objects.create(
                collection=collection,
                position=(facts["last"] or 0) + 1,
                note=note[:300],
                added_by=actor,
                **{f"{kind}_id": thing_id},
            )
    except IntegrityError:
        return False
    _changed(collection)
    return True


@transaction.atomic
def arrange(*, actor: User, viewer: Viewer, collection_id: int, order: Iterable[int], notes: dict[int, str]) -> None:
    """Put the things (ids of items) into this order and keep these notes. What is not named stays behind them, in the
    order that it has. Raises NotVisible."""
    collection = _changeable(viewer, collection_id)
    items = {one.pk: one for one in collection.items.order_by("position", "pk")}
    first = [items[pk] for pk in dict.fromkeys(order) if pk in items]
    moved = [*first, *(one for one in items.values() if one not in first)]
    for position, item in enumerate(moved, start=1):
        item.position = position
        item.note = notes.get(item.pk, item.note)[:300]
    CollectionItem.objects.bulk_update(moved, ["position", "note"])
    _changed(collection)


@transaction.atomic
def remove(*, actor: User, viewer: Viewer, collection_id: int, item_id: int) -> None:
    """Take a thing out. Raises NotVisible for a collection; a thing that is not in it is no error."""
    collection = _changeable(viewer, collection_id)
    collection.items.filter(pk=item_id).delete()
    _changed(collection)


@transaction.atomic
def rename(*, actor: User, viewer: Viewer, collection_id: int, title: str, is_shared: bool) -> None:
    """Change its name and whether colleagues see it. Raises NotVisible, CollectionRefused."""
    collection = _changeable(viewer, collection_id)
    if is_shared != collection.is_shared:
        data: dict[str, object] = {"shared": is_shared}
        events.record(verb="collection.shared", subject=f"collection:{collection.pk}", actor=actor, data=data)
    collection.title, collection.is_shared, collection.changed_at = _titled(title), is_shared, timezone.now()
    collection.save(update_fields=["title", "is_shared", "changed_at"])


@transaction.atomic
def delete(*, actor: User, viewer: Viewer, collection_id: int) -> None:
    """Raises NotVisible. Links that gave of it lead nowhere from now on."""
    collection = _changeable(viewer, collection_id)
    events.record(verb="collection.deleted", subject=f"collection:{collection.pk}", actor=actor)
    collection.delete()


def _changeable(viewer: Viewer, collection_id: int) -> Collection:
    """The collection, locked. Raises NotVisible for who may not change it."""
    if not collections_visible(viewer=viewer).filter(pk=collection_id).exists():
        raise NotVisible
    collection = Collection.objects.select_for_update().get(pk=collection_id)
    if not may_change(collection, viewer=viewer):
        raise NotVisible
    return collection


def _changed(collection: Collection) -> None:
    Collection.objects.filter(pk=collection.pk).update(changed_at=timezone.now())
