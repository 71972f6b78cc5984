"""The visibility rule's predicate, queryset and index filters admit exactly the same things."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library.models import Manual
from portal.network.api import Standing, Viewer, Visibility, admits, filters, viewer_for
from portal.network.audience import DIMENSIONS
from tests import factories
from tests.contracts.filters import holds
from tests.contracts.passages import indexed_fields, passage
from tests.security.visibility_strategies import Universe, viewers, visibilities

PURE = Universe((1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3))


@given(visibility=visibilities(PURE), viewer=viewers(PURE))
@settings(max_examples=400, deadline=None)
def test_predicate_equals_filters(visibility: Visibility, viewer: Viewer) -> None:
    indexed = visibility.live and holds(filters(viewer=viewer), passage(**indexed_fields(visibility)))
    assert admits(visibility, viewer=viewer) is indexed


@pytest.fixture
def universe(db: None) -> SimpleNamespace:
    rows = SimpleNamespace(
        brands=factories.BrandFactory.create_batch(3),
        regions=factories.RegionFactory.create_batch(3),
        tiers=factories.DealerTierFactory.create_batch(3),
        roles=factories.JobRoleFactory.create_batch(3),
        dealers=factories.DealerFactory.create_batch(3),
    )
    rows.manuals = [factories.manual() for _ in range(4)]
    rows.ids = Universe(**{name: tuple(row.pk for row in getattr(rows, name)) for name in DIMENSIONS})
    return rows


def state(manual: Manual, visibility: Visibility) -> None:
    """Give an existing manual these facts, by the shortest way to the tables."""
    Manual.objects.filter(pk=manual.pk).update(
        live=visibility.live, effective_from=visibility.effective_from, expires_at=visibility.expires_at
    )
    for name in DIMENSIONS:
        relation = getattr(Manual, f"audience_{name}")
        target = relation.field.m2m_reverse_field_name()
        relation.through.objects.filter(manual=manual).delete()
        relation.through.objects.bulk_create(
            relation.through(manual=manual, **{f"{target}_id": pk}) for pk in getattr(visibility, name)
        )


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_predicate_equals_queryset(universe: SimpleNamespace, data: st.DataObject) -> None:
    facts = [data.draw(visibilities(universe.ids)) for _ in universe.manuals]
    for manual, visibility in zip(universe.manuals, facts, strict=True):
        state(manual, visibility)
    manuals = list(Manual.objects.order_by("pk"))
    assert [manual.visibility() for manual in manuals] == facts
    for viewer in data.draw(st.lists(viewers(universe.ids), min_size=1, max_size=4)):
        expected = {
            manual.pk for manual, visibility in zip(manuals, facts, strict=True) if admits(visibility, viewer=viewer)
        }
        assert set(Manual.objects.visible_to(viewer).values_list("pk", flat=True)) == expected


@pytest.mark.django_db
class TestViewer:
    def test_standings_are_not_mixed(self) -> None:
        brands = factories.BrandFactory.create_batch(2)
        user = factories.UserFactory()
        dealers = [factories.DealerFactory(brands=[brand]) for brand in brands]
        for dealer in dealers:
            factories.MembershipFactory(user=user, dealer=dealer)
        viewer = viewer_for(user=user)
        mixed = Visibility(brands=frozenset([brands[0].pk]), dealers=frozenset([dealers[1].pk]))
        own = Visibility(brands=frozenset([brands[0].pk]), dealers=frozenset([dealers[0].pk]))
        assert admits(own, viewer=viewer)
        assert not admits(mixed, viewer=viewer)

    def test_a_region_includes_those_below(self) -> None:
        top = factories.RegionFactory()
        middle = factories.RegionFactory(parent=top)
        leaf = factories.RegionFactory(parent=middle)
        beside = factories.RegionFactory(parent=top)
        user = factories.person(username="leaf", dealer=factories.DealerFactory(region=leaf))
        viewer = viewer_for(user=user)
        for region, expected in ((top, True), (middle, True), (leaf, True), (beside, False)):
            assert admits(Visibility(regions=frozenset([region.pk])), viewer=viewer) is expected

    def test_a_moved_region_takes_those_below_along(self) -> None:
        old, new = factories.RegionFactory.create_batch(2)
        middle = factories.RegionFactory(parent=old)
        leaf = factories.RegionFactory(parent=middle)
        middle.parent = new
        middle.save()
        leaf.refresh_from_db()
        assert leaf.lineage == (new.pk, middle.pk, leaf.pk)

    @pytest.mark.parametrize(("starts", "ends", "expected"), [(-10, -1, 0), (-10, 0, 1), (0, None, 1), (1, None, 0)])
    def test_a_membership_counts_on_its_days_only(self, starts: int, ends: int | None, expected: int) -> None:
        today = timezone.localdate()
        membership = factories.MembershipFactory(
            starts=today + timedelta(days=starts),
            ends=None if ends is None else today + timedelta(days=ends),
        )
        assert len(viewer_for(user=membership.user).standings) == expected

    def test_nobody_without_standing_sees_what_is_for_everyone(self) -> None:
        stranger = viewer_for(user=factories.UserFactory())
        assert not admits(Visibility(), viewer=stranger)
        assert admits(Visibility(), viewer=Viewer(user_id=1, at=stranger.at, standings=(Standing(),)))

    def test_statements_do_not_grow_with_memberships(self, django_assert_max_num_queries: object) -> None:
        user = factories.UserFactory()
        for _ in range(5):
            brand = factories.BrandFactory()
            factories.MembershipFactory(user=user, dealer=factories.DealerFactory(brands=[brand]))
        user = type(user).objects.get(pk=user.pk)
        with django_assert_max_num_queries(5):  # type: ignore[operator]
            viewer_for(user=user)
