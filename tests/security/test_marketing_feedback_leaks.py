"""Feedback on assets, kits and campaigns: what a person may not see now cannot be reported on, and is not named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from content.feedback import reading
from content.feedback.models import Helped, Report
from content.marketing.assets.api import bind
from content.marketing.assets.changing import Change, change_many
from content.marketing.assets.models import Asset
from content.marketing.campaigns.models import Campaign
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Region
from tests import factories
from tests.content.feedback.builders import author, signed_in
from tests.content.marketing.campaigns import builders as campaigns
from tests.content.marketing.kits import builders as kits
from tests.content.marketing.kits.conftest import World, department, store, world

__all__ = ["department", "store", "world"]
pytestmark = pytest.mark.django_db
SECRET = "SECRET-OFFER-4711"
HOUR = timedelta(hours=1)
LISTED = {"asset": "/marketing/assets/", "kit": "/marketing/kits/", "campaign": "/marketing/campaigns/"}


def now() -> datetime:
    return timezone.now()


def asset(**fields: Any) -> Asset:
    return kits.asset(SECRET, **fields)


def bound(by: str, start: datetime, end: datetime) -> Asset:
    made = asset()
    bind(asset_ids=[made.pk], by=by, effective_from=start, expires_at=end)
    return made


def abroad() -> Asset:
    made = asset()
    made.territory.set([Region.objects.get(pk=factories.RegionFactory().pk)])
    made.save()
    return made


def kit(**fields: Any) -> Model:
    return kits.kit(kits.section(kits.link()), title=SECRET, **fields)


def campaign(**fields: Any) -> Campaign:
    return campaigns.campaign(title=SECRET, **fields)


HIDDEN: dict[str, Callable[[World], Model]] = {
    "asset of another brand": lambda world: asset(brands=[world.south]),
    "asset for another role": lambda world: asset(roles=[world.service]),
    "asset of another dealer": lambda world: asset(dealers=[world.other]),
    "asset for another territory": lambda world: abroad(),
    "asset not released": lambda world: asset(live=False),
    "asset still being read": lambda world: asset(state=Asset.State.RECEIVED),
    "asset under embargo": lambda world: asset(effective_from=now() + HOUR),
    "asset over": lambda world: asset(expires_at=now() - HOUR),
    "asset before its rights": lambda world: asset(rights_from=now() + HOUR),
    "asset after its rights": lambda world: asset(rights_until=now() - HOUR),
    "asset of a coming campaign": lambda world: bound("campaign:1", now() + HOUR, now() + 2 * HOUR),
    "asset of an ended campaign": lambda world: bound("campaign:1", now() - 2 * HOUR, now() - HOUR),
    "kit of another brand": lambda world: kit(brands=[world.south]),
    "kit for another role": lambda world: kit(roles=[world.service]),
    "kit in draft": lambda world: kit(live=False),
    "kit under embargo": lambda world: kit(effective_from=now() + HOUR),
    "kit over": lambda world: kit(expires_at=now() - HOUR),
    "campaign of another brand": lambda world: campaign(brands=[world.south]),
    "campaign in draft": lambda world: campaigns.draft(title=SECRET),
    "campaign under embargo": lambda world: campaign(begins=now() + HOUR),
    # Its title is announced, and nothing of it is there to be reported on.
    "campaign announced": lambda world: campaign(begins=now() + HOUR, embargo=False),
    "campaign over": lambda world: campaign(begins=now() - 2 * HOUR, ends=now() - HOUR),
}


def say(client: Client, address: str, text: str = "The price is old.") -> Any:
    return client.post(f"{address}/say", {"kind": "wrong", "text": text})


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_seen_is_absent(world: World, hidden: str) -> None:
    thing = HIDDEN[hidden](world)
    client = signed_in(world.sam)
    address = f"/feedback/on/{hidden.partition(' ')[0]}/{thing.pk}/0"
    for answer in (
        client.get(address),
        client.get(f"{address}/say"),
        say(client, address),
        client.post(f"{address}/helped", {"yes": 1}),
        client.post(f"{address}/helped", {"no": 1}),
    ):
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()
    assert not Report.objects.exists()
    assert not Helped.objects.exists()


ENDING: dict[str, tuple[Callable[[], Any], str]] = {
    "asset": (asset, "rights_until"),
    "kit": (kit, "expires_at"),
    "campaign": (campaign, "expires_at"),
}
"""How it is made, and the field that ends it."""


@pytest.mark.parametrize("about", ENDING)
def test_it_is_reported_while_it_is_seen_and_no_longer(world: World, about: str) -> None:
    make, ends = ENDING[about]
    thing = make()
    owner = thing.department
    sam, manager, stranger = signed_in(world.sam), signed_in(world.max), signed_in(world.eve)
    desk = signed_in(author(owner))
    other_desk = signed_in(author(create_department(code="service", name="Service"), "other"))
    address = f"/feedback/on/{about}/{thing.pk}/0"
    page = sam.get(f"{LISTED[about]}{thing.pk}/").content.decode()
    assert f'href="{address}/say"' in page
    assert SECRET in sam.get(f"{address}/say").content.decode()
    assert say(sam, address).status_code == 302
    made = Report.objects.get()
    assert (made.title, made.department, made.dealer, made.about, made.about_id) == (
        SECRET,
        owner,
        world.dealer,
        about,
        thing.pk,
    )
    assert sam.get(f"/feedback/on/{about}/{thing.pk}/1").status_code == 404  # it has no pages
    own = sam.get(f"/feedback/{made.pk}/").content.decode()
    assert f'href="{LISTED[about]}{thing.pk}/"' in own
    assert [one.pk for one in desk.get(f"/cms/feedback/?about={about}:{thing.pk}").context["page"]] == [made.pk]
    assert f"{LISTED[about]}{thing.pk}/" in desk.get(f"/cms/feedback/{made.pk}/").content.decode()
    assert other_desk.get(f"/cms/feedback/{made.pk}/").status_code == 404
    assert SECRET not in other_desk.get("/cms/feedback/?state=all").content.decode()
    assert SECRET in manager.get("/feedback/?whose=dealership").content.decode()
    assert stranger.get(f"/feedback/{made.pk}/").status_code == 404

    type(thing).objects.filter(pk=thing.pk).update(**{ends: now() - HOUR / 60})
    assert sam.get(address).status_code == 404
    assert say(sam, address).status_code == 404
    assert made.remarks.count() == 1
    # What was said stays its reporter's, without a way to the thing; it is gone for the manager.
    own = sam.get(f"/feedback/{made.pk}/").content.decode()
    assert "The price is old." in own
    assert f'href="{LISTED[about]}{thing.pk}/"' not in own
    assert SECRET not in manager.get("/feedback/?whose=dealership").content.decode()
    assert manager.get(f"/feedback/{made.pk}/").status_code == 404


def test_a_manager_sees_reports_on_what_their_people_may_see(world: World) -> None:
    for_others, for_sales = asset(roles=[world.service]), asset(roles=[world.sales])
    manager = factories.UserFactory(username="head")
    factories.MembershipFactory(user=manager, dealer=world.dealer, is_manager=True)
    for client, thing in ((signed_in(world.tom), for_others), (signed_in(world.sam), for_sales)):
        assert say(client, f"/feedback/on/asset/{thing.pk}/0").status_code == 302
    rows = reading.of_dealership(viewer=viewer_for(user=manager))
    assert {row.about_id for row in rows} == {for_others.pk, for_sales.pk}
    assert not reading.of_dealership(viewer=viewer_for(user=world.eve)).exists()


def test_reports_go_with_the_thing_to_another_department(world: World) -> None:
    moved, stays = asset(), asset()
    client = signed_in(world.sam)
    for thing in (moved, stays):
        say(client, f"/feedback/on/asset/{thing.pk}/0")
    service = create_department(code="service", name="Service")
    change_many(asset_ids=[moved.pk], change=Change(values={"department": service}), actor=world.oem)
    assert Report.objects.get(about_id=moved.pk).department == service
    assert Report.objects.get(about_id=stays.pk).department == stays.department
    page = kits.kit(kits.section(kits.link()), department=stays.department)
    say(client, f"/feedback/on/kit/{page.pk}/0")
    page.move(factories.section(service), pos="last-child")
    kits.publish(page)
    assert Report.objects.get(about="kit").department == service
