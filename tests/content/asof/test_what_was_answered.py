"""As of a past day the portal says what it answered on that day, whatever authors did since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.asof import past as asof
from content.library import api as library
from content.library.models import Edition, EditionRecord, Effect, Manual
from content.library.records import note
from portal.network.api import viewer_for
from portal.network.models import Brand, Dealer, User
from tests import factories
from tests.content.library.governance import declare, published, release
from tests.content.library.test_succession import ACTIONS, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REAL_NOW = timezone.now
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Sets the time."""

    def to(instant: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: instant)

    return to  # type: ignore[return-value]


def noon(ago: int) -> datetime:
    return timezone.localtime(REAL_NOW()).replace(hour=12, minute=0, second=0, microsecond=0) - ago * DAY


def answered(user: User) -> set[tuple[int, int]]:
    """What the list of publications says now, as (publication, edition)."""
    found = library.publications_in_force(viewer=viewer_for(user=user))
    return {(one.pk, one.edition_id) for one in found}  # type: ignore[attr-defined]


def lines_of(user: User, day: datetime, code: str = "D-TECH") -> list[asof.Line]:
    viewer = viewer_for(user=user)
    past = asof.open_past(viewer=viewer, dealer_code=code, day=timezone.localdate(day))
    return asof.lines(list(asof.in_force_then(past=past)), past=past, viewer=viewer)


def as_of(user: User, day: datetime, code: str = "D-TECH") -> set[tuple[int, int]]:
    """The same of a past day, without what came into the portal later."""
    return {(line.manual.pk, line.edition.pk) for line in lines_of(user, day, code) if not line.later}


def titles(user: User, ago: int) -> list[str]:
    return sorted(line.manual.title for line in lines_of(user, noon(ago)))


def test_a_successor_that_was_unpublished_since_stood_in_the_place_then(technician: User, clock: Clock) -> None:
    clock(noon(9))
    old, new = published("Old", edition=False), published("New", edition=False)
    for page in (old, new):
        factories.edition(page, label=page.title, effective_from=noon(10), ready_at=noon(9))
    clock(noon(7))
    new = release(declare(new, old))
    clock(noon(5))
    new.unpublish()
    clock(noon(3))
    release(Manual.objects.get(pk=new.pk))
    clock(noon(0))
    assert [titles(technician, ago) for ago in (8, 6, 4, 2)] == [["New", "Old"], ["New"], ["Old"], ["New"]]
    (line,) = lines_of(technician, noon(6))
    assert (line.until, line.readable, line.later) == (noon(5), True, False)
    (line,) = lines_of(technician, noon(4))
    assert line.until == noon(3).replace(microsecond=0)
    (line,) = lines_of(technician, noon(2))
    assert line.until is None


def test_what_was_withdrawn_since_is_listed_without_a_way_to_it(
    technician: User, technician_client: Client, outsider: User, clock: Clock
) -> None:
    clock(noon(9))
    page = published("Taken back", brands=[Brand.objects.get(code="north")])
    Edition.objects.update(ready_at=noon(9))
    clock(noon(5))
    staff = factories.UserFactory(is_superuser=True)
    library.withdraw_publication(manual_id=page.pk, actor=staff, reason="Wrong torque.")
    clock(noon(0))
    (line,) = lines_of(technician, noon(7))
    assert (line.manual.pk, line.readable, line.until) == (page.pk, False, noon(5))
    assert titles(technician, 4) == []
    clock(REAL_NOW())
    on = noon(7).date().isoformat()
    shown = technician_client.get("/manuals/as-of/", {"on": on, "dealer": "D-TECH"}).content.decode()
    assert "Taken back" in shown
    assert f"/manuals/{page.pk}/" not in shown
    assert lines_of(outsider, noon(7), "D-OUT") == [], "it was never for them"


def test_what_was_under_embargo_or_a_draft_then_is_not_listed(technician: User, clock: Clock) -> None:
    clock(noon(9))
    embargoed = published("Embargoed", effective_from=noon(4))
    drafted = factories.manual(title="Draft", live=False)
    factories.edition(drafted, effective_from=noon(10), ready_at=noon(9))
    clock(noon(5))
    release(drafted)
    clock(noon(2))
    Manual.objects.get(pk=embargoed.pk)
    clock(noon(0))
    assert [titles(technician, ago) for ago in (8, 4, 1)] == [[], ["Draft", "Embargoed"], ["Draft", "Embargoed"]]
    assert titles(technician, 5) == ["Draft"]


def test_a_version_with_another_end_is_asked_for_its_own_days(technician: User, clock: Clock) -> None:
    clock(noon(9))
    page = published("P", expires_at=noon(6))
    clock(noon(3))
    page = page.get_latest_revision_as_object()
    page.expires_at = None
    release(page)
    clock(noon(0))
    assert [titles(technician, ago) for ago in (8, 5, 2)] == [["P"], [], ["P"]]
    (line,) = lines_of(technician, noon(8))
    assert line.until == noon(6)


def test_lists_cost_the_same_for_many(technician: User, clock: Clock, django_assert_num_queries: Any) -> None:
    clock(noon(9))
    for number in range(5):
        new = published(f"New {number}")
        release(declare(new, published(f"Old {number}")))
        clock(noon(5))
        Manual.objects.get(pk=new.pk).unpublish()
        clock(noon(9))
    clock(noon(0))
    viewer = viewer_for(user=technician)
    past = asof.open_past(viewer=viewer, dealer_code="D-TECH", day=noon(8).date())
    with django_assert_num_queries(1):
        found = list(asof.in_force_then(past=past))
    assert {one.title for one in found} == {f"New {n}" for n in range(5)}
    with django_assert_num_queries(4):
        asof.lines(found, past=past, viewer=viewer)


def test_nothing_is_kept_twice_and_nothing_where_nothing_changed(
    technician: User, django_assert_num_queries: Any
) -> None:
    page = published("P")
    before = EditionRecord.objects.count()
    with django_assert_num_queries(4):  # with the savepoint of its transaction
        note(manual_id=page.pk)
    assert EditionRecord.objects.count() == before
    for record in EditionRecord.objects.filter(until__isnull=False):
        assert record.since <= record.until
    assert EditionRecord.objects.filter(until__isnull=True).count() == 1


class Watched(World):
    """What authors do in the course of days, of which each is asked in its evening."""

    def __init__(self, user: User, dealer: Dealer) -> None:
        self.user, self.dealer = user, dealer
        self.brand, self.home = factories.BrandFactory(), dealer.region
        self.other = factories.BrandFactory()
        dealer.brands.set([self.other])
        self.above = factories.RegionFactory()
        self.role = user.memberships.get().roles.get()
        self.days: list[tuple[datetime, set[tuple[int, int]]]] = []
        super().__init__()

    def issue(self, number: int, day: int) -> None:
        self.labels += 1
        start = self.clock + timedelta(days=day)
        factories.edition(self.page(number), label=str(self.labels), effective_from=start, ready_at=self.clock)

    def unpublish(self, number: int) -> None:
        if self.page(number).live:
            self.page(number).unpublish()

    def address(self, number: int, brand: bool, role: bool) -> None:
        """A version for others."""
        page = self.page(number)
        if page.live:
            page.audience_brands = [self.brand] if brand else []
            page.audience_roles = [self.role] if role else []
            self.release(page)

    def sell(self, brand: bool) -> None:
        self.dealer.brands.set([self.brand if brand else self.other])

    def move(self, number: int) -> None:
        """The dealer, or its region, goes elsewhere."""
        if number == 2:
            self.home.parent = None if self.home.parent_id else self.above
            self.home.save()
            return
        dealer = Dealer.objects.get(pk=self.dealer.pk)
        dealer.region = (self.home, self.above)[number]
        dealer.save()

    def place(self, number: int, above: bool) -> None:
        """A version for a region."""
        page = self.page(number)
        if page.live:
            page.audience_regions = [self.above] if above else []
            self.release(page)

    def rewithdraw(self, number: int) -> None:
        if self.page(number).live:
            staff = User.objects.filter(is_superuser=True).first() or factories.UserFactory(is_superuser=True)
            library.withdraw_publication(manual_id=self.pages[number].pk, actor=staff, reason="Wrong.")

    def evening(self) -> None:
        end = self.clock.replace(hour=23, minute=59, second=59, microsecond=0)
        self.clock = end
        self.days.append((end, answered(self.user)))
        self.clock = end + timedelta(hours=8)


STEPS = st.one_of(
    ACTIONS,
    st.tuples(st.just("rewithdraw"), st.integers(0, 3)),
    st.tuples(st.just("republish"), st.integers(0, 3), st.none()),
    st.tuples(st.just("declare"), st.integers(0, 3), st.integers(0, 3), st.just(Effect.REPLACES.value)),
    st.tuples(st.just("address"), st.integers(0, 3), st.booleans(), st.booleans()),
    st.tuples(st.just("place"), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("sell"), st.booleans()),
    st.tuples(st.just("move"), st.integers(0, 2)),
    st.just(("evening",)),
)


class AsAnswered(TestCase):
    @given(actions=st.lists(STEPS, min_size=5, max_size=20))
    @settings(max_examples=25, deadline=None)
    def test_for_any_sequence_of_actions(self, actions: list[Any]) -> None:
        dealer = factories.DealerFactory()
        user = factories.person(username=f"reader-{dealer.pk}", dealer=dealer, roles=[factories.JobRoleFactory()])
        world = Watched.__new__(Watched)
        world.clock = noon(20)
        with mock.patch.object(timezone, "now", side_effect=lambda: world.clock):
            world.__init__(user, dealer)  # type: ignore[misc]
            for number in range(4):
                world.issue(number, -1)
            for name, *values in actions:
                getattr(world, name)(*values)
                world.clock += timedelta(seconds=90)
            world.evening()
            for day, then in world.days:
                assert as_of(user, day, dealer.code) == then, day
