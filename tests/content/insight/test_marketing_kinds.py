"""Marketing's things have a reach too: an asset that is seen, a kit, what is not released is not there."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from content.delivery.api import What, note_uses
from content.insight import summing
from content.insight.kinds import KINDS, visible_things
from content.insight.models import ThingReach
from content.marketing.kits.models import SalesKit
from portal.network.api import viewer_for
from tests import factories
from tests.content.insight import builders

pytestmark = pytest.mark.django_db


def test_a_kit_and_its_pictures_are_counted() -> None:
    cache.clear()
    world = builders.world()
    section = factories.section(builders.department())
    kits = []
    for number, released in enumerate((timezone.now(), None)):
        kit = SalesKit(
            title=f"Kit {number}",
            slug=f"kit-{number}",
            document_number=f"K-{number}",
            summary="x",
            department=section.department,
            live=released is not None,
            first_published_at=released,
        )
        section.add_child(instance=kit)
        kits.append(kit)
    ids = [kit.pk for kit in kits]
    note_uses(viewer=viewer_for(user=world["bob"]), thing="kit", thing_ids=ids, what=What.DOWNLOADED)
    summing.follow()
    (row,) = ThingReach.objects.all()
    assert (row.thing, row.thing_id, row.document_number, row.is_current) == ("kit", kits[0].pk, "K-0", True)
    assert (row.targeted, row.seen, row.taken) == (4, 0, 1)
    assert KINDS["kit"].url(row.target_id, row.thing_id) == f"/marketing/kits/{kits[0].pk}/"
    assert ThingReach.objects.filter(visible_things(viewer_for(user=world["bob"]))).count() == 1
    kits[0].audience_dealers.set([world.two])
    kits[0].save()
    assert ThingReach.objects.filter(visible_things(viewer_for(user=world["bob"]))).count() == 0


def test_every_kind_can_be_listed(technician: object) -> None:
    assert set(KINDS) == {"edition", "asset", "kit", "campaign", "print"}
    for kind in KINDS.values():
        assert list(kind.facts(None)) == []
        assert list(kind.facts([1])) == []
        assert kind.url(1, 1).startswith("/")
