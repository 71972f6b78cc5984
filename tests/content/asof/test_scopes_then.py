"""As of a past day a publication was for whom, and a dealer was what, they were on that day."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.asof import past as asof
from content.library.models import Applicability, FormerScope, Manual
from portal.network.api import viewer_for
from portal.network.models import Dealer, FormerDealer, Region, User
from tests import factories
from tests.content.asof.test_what_was_answered import Clock, clock, noon, titles
from tests.content.library.governance import release
from tests.content.vehicles.builders import fleet

__all__ = ["clock"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def dealer(technician: User) -> Dealer:
    return technician.memberships.get().dealer


def kept_since(ago: int, clock: Clock, **fields: Any) -> Manual:
    """A publication that was released so many days ago."""
    clock(noon(ago))
    page = factories.manual(**fields)
    release(page)
    factories.edition(page, ready_at=noon(ago), effective_from=noon(ago))
    return Manual.objects.get(pk=page.pk)


def test_a_publication_that_is_for_others_since(technician: User, dealer: Dealer, clock: Clock) -> None:
    other = factories.BrandFactory()
    lost = kept_since(9, clock, title="Lost", brands=list(dealer.brands.all()))
    won = kept_since(9, clock, title="Won", brands=[other])
    kept_since(9, clock, title="Same")
    clock(noon(5))
    lost.audience_brands = [other]
    won.audience_brands = list(dealer.brands.all())
    for page in (lost, won):
        release(page)
    clock(noon(2))
    won.audience_roles = [factories.JobRoleFactory()]
    release(won)
    clock(noon(0))
    assert titles(technician, 7) == ["Lost", "Same"]
    assert titles(technician, 4) == ["Same", "Won"]
    assert titles(technician, 1) == ["Same"]


def test_a_version_that_is_for_the_same_keeps_nothing(clock: Clock) -> None:
    page = kept_since(9, clock, brands=[factories.BrandFactory()])
    page.description = "Said better."
    release(page)
    page.save()
    assert not FormerScope.objects.exists()


def test_a_draft_was_for_nobody(technician: User, dealer: Dealer, clock: Clock) -> None:
    """The portal got it later: it was for whom it was released, not for everybody as it lay there before."""
    clock(noon(5))
    page = factories.manual(title="Entered later", live=False)
    factories.edition(page, ready_at=noon(5), effective_from=noon(30))
    page.audience_brands = [factories.BrandFactory()]
    release(page)
    clock(noon(0))
    assert titles(technician, 20) == titles(technician, 1) == []
    assert not FormerScope.objects.exists()


def test_what_was_taken_down_and_released_for_others(technician: User, dealer: Dealer, clock: Clock) -> None:
    page = kept_since(9, clock, title="Taken down", brands=list(dealer.brands.all()))
    clock(noon(6))
    page.unpublish()
    clock(noon(4))
    page = Manual.objects.get(pk=page.pk)
    page.audience_brands = [factories.BrandFactory()]
    release(page)
    clock(noon(0))
    assert [titles(technician, ago) for ago in (8, 5, 3)] == [["Taken down"], [], []]


def test_a_dealer_that_is_something_else_since(
    technician: User, oem_user: User, dealer: Dealer, clock: Clock, technician_client: Client
) -> None:
    (brand,), tier, region = dealer.brands.all(), dealer.tier, dealer.region
    for title, audience in {
        "For the brand": {"brands": [brand]},
        "For the tier": {"tiers": [tier]},
        "For the region": {"regions": [region]},
    }.items():
        kept_since(9, clock, title=title, **audience)
    every = ["For the brand", "For the region", "For the tier"]
    clock(noon(7))
    dealer.brands.set([factories.BrandFactory()])
    clock(noon(5))
    dealer.tier = factories.DealerTierFactory()
    dealer.save()
    clock(noon(3))
    dealer.region = factories.RegionFactory()
    dealer.save()
    clock(noon(0))
    for user in (technician, oem_user):
        assert [titles(user, ago) for ago in (8, 6, 4, 2)] == [every, every[1:], every[1:2], []]
    dealer.name = "Another name"
    dealer.save()
    assert FormerDealer.objects.count() == 3
    proof = technician_client.get(
        "/manuals/as-of/proof", {"on": timezone.localdate(noon(8)).isoformat(), "dealer": dealer.code}
    )
    assert proof.status_code == 200


def test_a_region_that_is_part_of_another_since(technician: User, dealer: Dealer, clock: Clock) -> None:
    market = factories.RegionFactory()
    moved = Region.objects.get(pk=dealer.region_id)
    clock(noon(9))
    moved.parent = market
    moved.save()
    kept_since(8, clock, title="For the market", regions=[market])
    clock(noon(5))
    moved.parent = factories.RegionFactory()
    moved.save()
    clock(noon(0))
    assert [titles(technician, ago) for ago in (7, 4)] == [["For the market"], []]


def test_what_applied_to_a_vehicle_then(
    technician: User, technician_client: Client, dealer: Dealer, clock: Clock
) -> None:
    known = fleet(dealer.brands.get())
    page = kept_since(9, clock, title="For vans", applicability=[{"brand": known.brand, "model": known.van}])
    maybe = kept_since(
        9,
        clock,
        title="For petrol",
        applicability=[{"brand": known.brand, "model": known.van, "variant": known.petrol}],
    )
    clock(noon(5))
    for one in (page, maybe):
        one.applicability = [Applicability(brand=known.brand, model=known.truck)]
        release(one)
    clock(noon(0))
    technician_client.post("/vehicle/take/", {"vin": known.electric})

    def asked(ago: int) -> str:
        on = timezone.localdate(noon(ago)).isoformat()
        answer = technician_client.get("/manuals/as-of/", {"on": on, "dealer": dealer.code, "vehicle": "1"})
        return answer.content.decode()

    then = asked(7)
    assert then.index("For vans") < then.index("For petrol")
    assert then.count("may have applied") == 1
    assert "For vans" not in asked(4)
    assert "For petrol" not in asked(4)


def test_many_changes_cost_no_more_statements(
    technician: User, dealer: Dealer, clock: Clock, django_assert_num_queries: Any
) -> None:
    brands = list(dealer.brands.all())
    pages = [kept_since(9, clock, title=f"P{number}", brands=brands) for number in range(6)]
    for ago in (6, 5):
        clock(noon(ago))
        for page in pages:
            page.audience_roles = [factories.JobRoleFactory()]
            release(page)
    clock(noon(0))
    viewer = viewer_for(user=technician)
    with django_assert_num_queries(5):
        past = asof.open_past(viewer=viewer, dealer_code=dealer.code, day=timezone.localdate(noon(8)), vehicle=None)
        found = list(asof.in_force_then(past=past))
    assert len(found) == 6
